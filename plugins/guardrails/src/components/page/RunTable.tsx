/** The last runs of a job, newest first. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { JobRun } from '@cloudops/plugin-guardrails-common';
import { formatNumber } from '../../format';
import { RelativeTime, StatusLabel } from '../labels';
import { runDuration, runProblems } from './jobFacts';

const useStyles = makeStyles(
  {
    scroll: { overflowX: 'auto' },
    problems: { overflowWrap: 'anywhere', minWidth: '12rem' },
  },
  { name: 'GuardrailsRunTable' },
);

export function RunTable(props: {
  readonly runs: readonly JobRun[];
  readonly label: string;
}) {
  const classes = useStyles();
  return (
    <div className={classes.scroll}>
      <Table size="small" aria-label={props.label}>
        <TableHead>
          <TableRow>
            <TableCell>Started</TableCell>
            <TableCell>Result</TableCell>
            <TableCell>By</TableCell>
            <TableCell align="right">Took</TableCell>
            <TableCell align="right">Rows</TableCell>
            <TableCell align="right">AWS requests</TableCell>
            <TableCell>What went wrong</TableCell>
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
                {run.trigger === 'manual' ? 'a person' : 'schedule'}
              </TableCell>
              <TableCell align="right">{runDuration(run) ?? '–'}</TableCell>
              <TableCell align="right">
                {formatNumber(run.rowsWritten)}
              </TableCell>
              <TableCell align="right">
                {formatNumber(run.awsRequests)}
              </TableCell>
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
