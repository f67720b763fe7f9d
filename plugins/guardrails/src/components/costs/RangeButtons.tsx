/** The choice of how many days back the costs are shown, or of days of the reader's own. */
import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useWords } from '../../words';
import { RANGES, type RangeChoice } from './useCostRange';

const useStyles = makeStyles(
  theme => ({
    button: {
      textTransform: 'none',
      whiteSpace: 'nowrap',
      // The kit's own colour looks disabled, and is too pale to read.
      '&, &.Mui-selected': { color: theme.palette.text.primary },
    },
  }),
  { name: 'GuardrailsRangeButtons' },
);

export function RangeButtons(props: {
  readonly choice: RangeChoice;
  readonly onChoose: (choice: RangeChoice) => void;
}) {
  const classes = useStyles();
  const { t } = useWords();
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      value={props.choice}
      // The pressed button answers null: one range is always chosen.
      onChange={(_, choice: RangeChoice | null) =>
        choice && props.onChoose(choice)
      }
      aria-label={t('costs.range')}
    >
      {RANGES.map(days => (
        <ToggleButton
          key={days}
          value={days}
          aria-label={t('costs.days', { count: Number(days) })}
          className={classes.button}
        >
          {t('costs.daysShort', { number: days })}
        </ToggleButton>
      ))}
      <ToggleButton value="custom" className={classes.button}>
        {t('costs.custom')}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
