/** The last runs of a job, newest first. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { JobRun } from '@cloudops/plugin-guardrails-common';
import { RelativeTime, StatusLabel } from '../labels';
import { CELL_LINES } from '../layout';
import { runDuration, runProblems } from './jobFacts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  {
    scroll: { overflowX: 'auto', '& td, & th': CELL_LINES },
    problems: { overflowWrap: 'anywhere', minWidth: '12rem' },
  },
  { name: 'GuardrailsRunTable' },
);

export function RunTable(props: {
  readonly runs: readonly JobRun[];
  readonly label: string;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t, number } = words;
  return (
    <div className={classes.scroll}>
      <Table size="small" aria-label={props.label}>
        <TableHead>
          <TableRow>
            <TableCell>{t('jobs.startedAt')}</TableCell>
            <TableCell>{t('jobs.result')}</TableCell>
            <TableCell>{t('jobs.by')}</TableCell>
            <TableCell align="right">{t('jobs.took')}</TableCell>
            <TableCell align="right">{t('jobs.rows')}</TableCell>
            <TableCell align="right">{t('jobs.requests')}</TableCell>
            <TableCell>{t('jobs.wentWrong')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.runs.map(run => (
            <TableRow key={run.id}>
              <TableCell>
                <RelativeTime at={run.startedAt} />
              </TableCell>
              <TableCell>
                <StatusLabel status={run.status} />
              </TableCell>
              <TableCell>
                {run.trigger === 'manual'
                  ? t('jobs.byPerson')
                  : t('jobs.bySchedule')}
              </TableCell>
              <TableCell align="right">
                {runDuration(run, words) ?? '–'}
              </TableCell>
              <TableCell align="right">{number(run.rowsWritten)}</TableCell>
              <TableCell align="right">{number(run.awsRequests)}</TableCell>
              <TableCell className={classes.problems}>
                {runProblems(run).join('; ')}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
