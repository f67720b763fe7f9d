/** One job: how its last run went, when the next comes, what it costs, and the button that runs it now. */
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Job, JobRun } from '@cloudops/plugin-guardrails-common';
import { RelativeTime, StatusLabel } from '../labels';
import { Fact, Facts } from '../layout';
import { AccountSpendTable } from './AccountSpendTable';
import {
  dollarsPerMonth,
  isRunning,
  requestsToday,
  runDuration,
  runProblems,
} from './jobFacts';
import { jobName } from './jobName';
import { jobSchedule } from './jobSchedule';
import { JobProgress } from './JobProgress';
import { RunTable } from './RunTable';
import { STORED_LANGUAGE, useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      // As high as the button, for readers who do not get it as well.
      minHeight: 48,
    },
    // As wide as its widest label: the button does not move when the run starts.
    run: { flex: 'none', minWidth: '8rem' },
    facts: { marginTop: theme.spacing(2) },
    last: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0, 1),
    },
    problems: {
      margin: theme.spacing(1, 0, 0),
      paddingLeft: theme.spacing(2),
      overflowWrap: 'anywhere',
    },
    more: {
      marginTop: theme.spacing(1),
      '& > summary': { cursor: 'pointer', padding: theme.spacing(1, 0) },
    },
  }),
  { name: 'GuardrailsJobRow' },
);

function LastRun(props: { readonly run: JobRun | undefined }) {
  const classes = useStyles();
  const { t } = useWords();
  const { run } = props;
  if (!run) return <>{t('jobs.neverRan')}</>;
  return (
    <span className={classes.last}>
      <StatusLabel status={run.status} />
      <RelativeTime at={run.startedAt} />
    </span>
  );
}

export function JobRow(props: {
  readonly job: Job;
  /** Whether the reader may run it; the button's place is kept while that is not known. */
  readonly mayRun: boolean;
  /** A run was asked for and is not seen yet. */
  readonly starting: boolean;
  readonly onRun: () => void;
  /** How far the reader's own request to run it is. */
  readonly feedback?: string;
  /** Why that request was refused. */
  readonly refusal?: string;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { job, starting, onRun, feedback, refusal } = props;
  const title = jobName(job.id, t, job.title);
  const last = job.runs[0];
  const busy = starting || isRunning(job);
  const perMonth = dollarsPerMonth(job);
  const problems = last ? runProblems(last) : [];
  const corrections = last?.problems ?? [];
  return (
    <Card component="li" variant="outlined">
      <CardContent>
        <div className={classes.head}>
          <div>
            <Typography variant="h6" component="h2">
              {title}
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {jobSchedule(job, words)}
              {/* Stands there when empty too: a screen reader announces what changes in it. */}
              <span role="status">{feedback && ` · ${feedback}`}</span>
            </Typography>
          </div>
          {props.mayRun && (
            <Button
              className={classes.run}
              variant="outlined"
              // Stays in the tab order while it cannot be pressed: the focus must not be lost.
              aria-disabled={busy}
              aria-label={t('jobs.runOneNow', { title })}
              onClick={() => !busy && onRun()}
            >
              {busy ? t('jobs.running') : t('jobs.runNow')}
            </Button>
          )}
        </div>
        {refusal && (
          <Typography variant="body2" color="error" role="alert">
            {refusal}
          </Typography>
        )}
        <div className={classes.facts}>
          <Facts>
            <Fact term={t('jobs.lastRun')}>
              <LastRun run={last} />
            </Fact>
            <Fact term={t('jobs.took')}>
              {(last && runDuration(last, words)) ?? '–'}
            </Fact>
            <Fact term={t('jobs.rowsWritten')}>
              {last ? words.number(last.rowsWritten) : '–'}
            </Fact>
            <Fact term={t('jobs.nextRun')}>
              {job.nextRunAt ? (
                <RelativeTime at={job.nextRunAt} />
              ) : (
                t('jobs.notPlanned')
              )}
            </Fact>
            <Fact
              term={t('jobs.requestsToday')}
              aside={
                perMonth !== undefined &&
                t('jobs.perMonth', { amount: words.money(perMonth, 'USD') })
              }
            >
              {requestsToday(job, words)}
            </Fact>
          </Facts>
        </div>
        <JobProgress job={job} />
        {job.accounts && job.accounts.length > 0 && (
          <AccountSpendTable
            accounts={job.accounts}
            label={t('jobs.spendOf', { title })}
          />
        )}
        {problems.length > 0 && (
          <ul className={classes.problems} aria-label={t('jobs.wentWrong')}>
            {problems.map(problem => (
              <li key={problem} lang={STORED_LANGUAGE}>
                {problem}
              </li>
            ))}
          </ul>
        )}
        {corrections.length > 0 && (
          <ul className={classes.problems} aria-label={t('jobs.toCorrect')}>
            {corrections.map(({ project, message }) => (
              <li key={`${project} ${message}`} lang={STORED_LANGUAGE}>
                {project}: {message}
              </li>
            ))}
          </ul>
        )}
        {job.runs.length > 1 && (
          <details className={classes.more}>
            <summary>
              {t('jobs.lastRuns', { number: words.number(job.runs.length) })}
            </summary>
            <RunTable runs={job.runs} label={t('jobs.lastRunsOf', { title })} />
          </details>
        )}
      </CardContent>
    </Card>
  );
}
