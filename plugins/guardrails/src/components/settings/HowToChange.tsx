/** The lines that make chosen values the ones in force, ready to be copied. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../words';
import { YamlBlock } from '../layout';
import {
  annotationSnippet,
  configSnippet,
  type ChosenValues,
} from './settingSnippets';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: theme.spacing(1),
      minWidth: 0,
      '& > div': { minWidth: 0 },
    },
  }),
  { name: 'GuardrailsHowToChange' },
);

export function HowToChange(props: {
  /** Undefined: for every project that sets nothing of its own. */
  readonly project: string | undefined;
  readonly rule: string;
  readonly values: ChosenValues;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const { project, rule, values } = props;
  const snippet = (text: string, said: string) => (
    <div>
      <Typography variant="body2">{said}</Typography>
      <YamlBlock text={text} />
    </div>
  );
  return (
    <div className={classes.root}>
      {project !== undefined && (
        <>
          {snippet(
            annotationSnippet(project, rule, values),
            t('settings.byAnnotation'),
          )}
          {snippet(
            configSnippet(project, rule, values),
            t('settings.byProject', { project }),
          )}
        </>
      )}
      {snippet(
        configSnippet(undefined, rule, values),
        t('settings.byConfiguration'),
      )}
      <Typography variant="body2">{t('settings.precedence')}</Typography>
    </div>
  );
}
