/** Every project in a row: spend, change, what is open, how alive its data is. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { useNow } from '../../data';
import { hasCosts, lacksData, watchedFreshness } from '../../freshness';
import { rootRouteRef } from '../../routes';
import { Change, countAlerts, Money, SeverityCounts } from '../labels';
import {
  CELL_LINES,
  NAME_WIDTH,
  SortLabel,
  useFirst,
  useSort,
} from '../layout';
import { DataState } from './DataState';
import {
  OverviewProject,
  PROJECT_SORTS,
  ProjectSort,
  sortProjects,
} from './overviewFacts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      '& td, & th': {
        ...CELL_LINES,
        [theme.breakpoints.down('sm')]: { padding: theme.spacing(0.75, 1) },
      },
    },
    // A phone shows what is wrong and what it costs.
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    // What the hidden column would say of data that needs a look.
    narrow: {
      color: theme.palette.text.secondary,
      [theme.breakpoints.up('md')]: { display: 'none' },
    },
    name: { overflowWrap: 'anywhere', minWidth: NAME_WIDTH },
    // The app lets table headings break anywhere; they break between words alone.
    heading: { '& th': { overflowWrap: 'normal', wordBreak: 'normal' } },
    short: { whiteSpace: 'nowrap' },
    more: { padding: theme.spacing(1) },
  }),
  { name: 'GuardrailsProjectTable' },
);

function SummaryCells(props: { readonly summary: ProjectSummary }) {
  const classes = useStyles();
  const root = useRouteRef(rootRouteRef);
  const { t, number } = useWords();
  const { summary } = props;
  const query = `?project=${encodeURIComponent(summary.project.name)}`;
  const acknowledged = countAlerts(summary.acknowledgedAlerts);
  return (
    <>
      <TableCell>
        {countAlerts(summary.openAlerts) + acknowledged === 0 ? (
          // Before the first check, none say nothing.
          (summary.lastCheckedAt && t('overview.none')) || '–'
        ) : (
          <Link to={`${root()}/alerts${query}`}>
            <SeverityCounts
              counts={summary.openAlerts}
              none={t('overview.noneOpen')}
            />
            {acknowledged > 0 &&
              `, ${t('overview.acknowledged', {
                number: number(acknowledged),
              })}`}
          </Link>
        )}
      </TableCell>
      <TableCell align="right">
        {hasCosts(summary) ? (
          <Money amount={summary.monthToDate} currency={summary.currency} />
        ) : (
          '–'
        )}
      </TableCell>
      <TableCell align="right" className={classes.wide}>
        <Change
          comparison={
            summary.change === undefined
              ? undefined
              : { now: summary.last30Days, before: summary.previous30Days }
          }
          currency={summary.currency}
        />
      </TableCell>
      <TableCell align="right" className={classes.wide}>
        {summary.openRecommendations > 0 ? (
          <Link to={`${root()}/recommendations${query}&status=unfinished`}>
            {number(summary.openRecommendations)}
          </Link>
        ) : (
          0
        )}
      </TableCell>
      <TableCell className={classes.wide}>
        <DataState freshness={watchedFreshness(summary)} />
      </TableCell>
    </>
  );
}

/** More than a screen shows; an organization has thousands, and a page of all of them would stand still. */
const SHOWN_AT_FIRST = 50;

export function ProjectTable(props: {
  readonly projects: readonly OverviewProject[];
}) {
  const classes = useStyles();
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  const now = useNow();
  const { sort, isTurned, directionOf, headingOf } = useSort(
    PROJECT_SORTS,
    column => (column === 'name' ? 'asc' : 'desc'),
  );
  const { shown, button } = useFirst(
    sortProjects(props.projects, sort, isTurned),
    SHOWN_AT_FIRST,
  );
  const heading = (of: ProjectSort, title: string) => (
    <SortLabel {...headingOf(of)}>{title}</SortLabel>
  );
  return (
    <>
      <Table
        size="small"
        className={classes.root}
        aria-label={t('overview.table')}
      >
        <TableHead className={classes.heading}>
          <TableRow>
            <TableCell sortDirection={directionOf('name')}>
              {heading('name', t('overview.project'))}
            </TableCell>
            <TableCell sortDirection={directionOf('alerts')}>
              {heading('alerts', t('overview.openAlerts'))}
            </TableCell>
            <TableCell align="right" sortDirection={directionOf('spend')}>
              {heading('spend', t('overview.thisMonth'))}
            </TableCell>
            <TableCell
              align="right"
              className={classes.wide}
              sortDirection={directionOf('change')}
            >
              {heading('change', t('overview.change'))}
            </TableCell>
            <TableCell
              align="right"
              className={`${classes.wide} ${classes.short}`}
            >
              {t('overview.toDoShort')}
            </TableCell>
            <TableCell className={classes.wide}>{t('overview.data')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map(({ name, summary }) => (
            <TableRow key={name} hover>
              <TableCell
                component="th"
                scope="row"
                role="rowheader"
                className={classes.name}
              >
                <Link
                  to={`${root()}/costs?project=${encodeURIComponent(name)}`}
                  title={t('overview.costsOf', { project: name })}
                >
                  {name}
                </Link>
                {lacksData(summary, now) && (
                  <div className={classes.narrow}>
                    <DataState freshness={watchedFreshness(summary)} />
                  </div>
                )}
              </TableCell>
              <SummaryCells summary={summary} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {button && <div className={classes.more}>{button}</div>}
    </>
  );
}
