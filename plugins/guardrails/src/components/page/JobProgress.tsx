/** How far a job that reads day by day has come, while days are missing. */
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Job } from '@cloudops/plugin-guardrails-common';
import { useId } from 'react';
import { useNow } from '../../data';
import { isRunning, timeLeft } from './jobFacts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({ root: { marginTop: theme.spacing(2) } }),
  { name: 'GuardrailsJobProgress' },
);

export function JobProgress(props: { readonly job: Job }) {
  const classes = useStyles();
  const { t, number, duration } = useWords();
  const now = useNow();
  const id = useId();
  const progress = props.job.runs[0]?.progress;
  if (!progress || progress.doneDays >= progress.totalDays) return null;
  const { doneDays, totalDays } = progress;
  const left = timeLeft(props.job, now);
  return (
    <div className={classes.root}>
      <Typography variant="body2" id={id}>
        {t('jobs.progress', {
          done: number(doneDays),
          total: number(totalDays),
        })}
        {left !== undefined &&
          ` · ${t('jobs.timeLeft', { duration: duration(left) })}`}
        {!isRunning(props.job) && ` · ${t('jobs.goesOn')}`}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={(100 * doneDays) / totalDays}
        aria-labelledby={id}
      />
    </div>
  );
}
