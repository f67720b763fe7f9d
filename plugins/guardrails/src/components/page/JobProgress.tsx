/** How far a job that reads day by day has come, while days are missing. */
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Job } from '@cloudops/plugin-guardrails-common';
import { useId } from 'react';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({ root: { marginTop: theme.spacing(2) } }),
  { name: 'GuardrailsJobProgress' },
);

export function JobProgress(props: { readonly job: Job }) {
  const classes = useStyles();
  const { t, number } = useWords();
  const id = useId();
  const progress = props.job.runs[0]?.progress;
  if (!progress || progress.doneDays >= progress.totalDays) return null;
  const { doneDays, totalDays } = progress;
  return (
    <div className={classes.root}>
      <Typography variant="body2" id={id}>
        {t('jobs.progress', {
          done: number(doneDays),
          total: number(totalDays),
        })}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={(100 * doneDays) / totalDays}
        aria-labelledby={id}
      />
    </div>
  );
}
