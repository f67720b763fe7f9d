/** How fast people react to alerts: the medians with their trend, and the weeks one by one. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { AlertStatistics } from '@cloudops/plugin-guardrails-common';
import { useWords, type Words } from '../../words';
import { Sparkline } from '../charts/Sparkline';
import { CELL_LINES, Fact, TitledPanel } from '../layout';
import { describeError } from '../states';
import { trendOf } from './overviewFacts';

const useStyles = makeStyles(
  theme => ({
    root: {
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.5, 1),
        fontVariantNumeric: 'tabular-nums',
        wordBreak: 'normal',
      },
    },
    trend: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0, 1),
    },
    scroll: { maxHeight: 260, overflow: 'auto' },
  }),
  { name: 'GuardrailsReaction' },
);

const TIMES = [
  {
    of: 'mtta',
    total: 'acknowledged',
    weekly: 'mttaSeconds',
    term: 'overview.toAcknowledge',
  },
  {
    of: 'mttr',
    total: 'resolved',
    weekly: 'mttrSeconds',
    term: 'overview.toResolve',
  },
] as const;

function trendInWords(
  statistics: AlertStatistics,
  weekly: (typeof TIMES)[number]['weekly'],
  { t, duration }: Words,
): string | undefined {
  const trend = trendOf(statistics.byWeek, weekly);
  return (
    trend &&
    t(`overview.trend_${trend.direction}`, { before: duration(trend.before) })
  );
}

export function ReactionFacts(props: {
  readonly statistics: AlertStatistics | Error;
}) {
  const words = useWords();
  const { t, duration, number } = words;
  const { statistics } = props;
  return (
    <>
      {TIMES.map(({ of, total, weekly, term }) => {
        if (statistics instanceof Error) {
          return (
            <Fact
              key={of}
              term={t(term)}
              aside={describeError(statistics, t, t('subject.alerts')).title}
            >
              –
            </Fact>
          );
        }
        const { seconds, count } = statistics[of];
        const all = statistics[total];
        const untimed =
          all === 0
            ? t('overview.inWeeks')
            : // Nobody can have been fast or slow.
              t('overview.overWhenFound', { count: all, number: number(all) });
        const none = all === 0 ? t(`overview.none_${of}`) : '–';
        return (
          <Fact
            key={of}
            term={t(term)}
            aside={
              trendInWords(statistics, weekly, words) ??
              (count === 0
                ? untimed
                : t('overview.ofAlerts', { count, number: number(count) }))
            }
          >
            {seconds === undefined ? none : duration(seconds * 1000)}
          </Fact>
        );
      })}
    </>
  );
}

/** The weeks behind the medians. */
export function ReactionWeeks(props: {
  readonly statistics: AlertStatistics | Error;
}) {
  const classes = useStyles();
  const { t, duration, number, day } = useWords();
  const { statistics } = props;
  if (statistics instanceof Error) return null;
  const { byWeek } = statistics;
  const time = (seconds: number | undefined) =>
    seconds === undefined ? '–' : duration(seconds * 1000);
  return (
    <TitledPanel title={t('overview.reaction')}>
      <Typography variant="body2" component="div">
        {t('overview.openedResolved', {
          opened: number(statistics.opened),
          resolved: number(statistics.resolved),
        })}
      </Typography>
      {TIMES.filter(
        // One point is no course.
        ({ weekly }) =>
          byWeek.filter(week => week[weekly] !== undefined).length > 1,
      ).map(({ of, weekly, term }) => (
        <Typography
          key={of}
          variant="body2"
          component="div"
          className={classes.trend}
        >
          {t(term)}
          <Sparkline values={byWeek.map(week => week[weekly] ?? null)} />
        </Typography>
      ))}
      <details>
        <summary>{t('overview.weeks')}</summary>
        <div className={classes.scroll}>
          <Table
            size="small"
            className={classes.root}
            aria-label={t('overview.weeks')}
          >
            <TableHead>
              <TableRow>
                <TableCell>{t('overview.week')}</TableCell>
                <TableCell align="right">{t('overview.opened')}</TableCell>
                <TableCell align="right">{t('overview.resolved')}</TableCell>
                <TableCell align="right">{t('overview.mtta')}</TableCell>
                <TableCell align="right">{t('overview.mttr')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {[...byWeek].reverse().map(week => (
                <TableRow key={week.week}>
                  <TableCell component="th" scope="row" role="rowheader">
                    {day(week.week)}
                  </TableCell>
                  <TableCell align="right">{number(week.opened)}</TableCell>
                  <TableCell align="right">{number(week.resolved)}</TableCell>
                  <TableCell align="right">{time(week.mttaSeconds)}</TableCell>
                  <TableCell align="right">{time(week.mttrSeconds)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </TitledPanel>
  );
}
