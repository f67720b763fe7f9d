/** Whether the chart shows the days one period before as well; kept in the page's address. */
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import { makeStyles } from '@material-ui/core/styles';
import { useQueryParameter } from '../../data';
import { useWords } from '../../words';

const CHOICES = ['off', 'before'] as const;

export function useCompare(): [boolean, (compare: boolean) => void] {
  const [choice, setChoice] = useQueryParameter<(typeof CHOICES)[number]>(
    'compare',
    'off',
    CHOICES,
  );
  return [
    choice === 'before',
    compare => setChoice(compare ? 'before' : 'off'),
  ];
}

const useStyles = makeStyles(theme => ({ label: theme.typography.body2 }), {
  name: 'GuardrailsCompareSwitch',
});

export function CompareSwitch(props: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const { label } = useStyles();
  const { t } = useWords();
  return (
    <FormControlLabel
      classes={{ label }}
      label={t('costs.compare')}
      control={
        <Switch
          size="small"
          color="primary"
          checked={props.checked}
          onChange={(_, checked) => props.onChange(checked)}
        />
      }
    />
  );
}
