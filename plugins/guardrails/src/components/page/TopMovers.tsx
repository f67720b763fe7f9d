/** The projects whose spend changed most, up or down. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { Change } from '../labels';
import { topMovers, type OverviewProject } from './overviewFacts';

/** As many as fit beside the other facts. */
const SHOWN = 4;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    mover: {
      ...theme.typography.body2,
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      columnGap: theme.spacing(2),
      padding: theme.spacing(0.75, 0),
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
    },
    name: { overflowWrap: 'anywhere' },
  }),
  { name: 'GuardrailsTopMovers' },
);

export function TopMovers(props: {
  readonly projects: readonly OverviewProject[];
}) {
  const classes = useStyles();
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  const movers = topMovers(props.projects, SHOWN);
  if (movers.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('overview.noMovers')}
      </Typography>
    );
  }
  return (
    <ol className={classes.list} aria-label={t('overview.movers')}>
      {movers.map(({ name, currency, now, before }) => (
        <li key={name} className={classes.mover}>
          <Link
            to={`${root()}/costs?project=${encodeURIComponent(name)}`}
            aria-label={t('overview.costsOf', { project: name })}
            className={classes.name}
          >
            {name}
          </Link>
          <Change comparison={{ now, before }} currency={currency} />
        </li>
      ))}
    </ol>
  );
}
