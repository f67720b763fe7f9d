/** The projects whose data is missing, late, or failed to be read. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { lacksData, watchedFreshness } from '../../freshness';
import { useWords } from '../../words';
import { useFirst } from '../layout';
import { DataState } from './DataState';
import type { OverviewProject } from './overviewFacts';

/** What one cause breaks, it often breaks in all projects: a few tell it, and the other answers stay in sight. */
const SHOWN_AT_FIRST = 5;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    project: {
      ...theme.typography.body2,
      padding: theme.spacing(0.75, 0),
      overflowWrap: 'anywhere',
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
    },
    state: { color: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsDataGaps' },
);

export function DataGaps(props: {
  readonly projects: readonly OverviewProject[];
  readonly now: Date;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const lacking = props.projects.filter(({ summary }) =>
    lacksData(summary, props.now),
  );
  const { shown, button } = useFirst(lacking, SHOWN_AT_FIRST);
  if (lacking.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('overview.noGaps')}
      </Typography>
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label={t('overview.gaps')}>
        {shown.map(({ name, summary }) => (
          <li key={name} className={classes.project}>
            {name}
            <div className={classes.state}>
              <DataState freshness={watchedFreshness(summary)} />
            </div>
          </li>
        ))}
      </ul>
      {button}
    </>
  );
}
