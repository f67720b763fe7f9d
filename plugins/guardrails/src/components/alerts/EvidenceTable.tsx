/** The numbers behind the evidence chart, newest first. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { CELL_LINES } from '../layout';
import { drawnPoints } from './evidenceSeries';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    // A number that breaks is another number: where the table is too wide, its place scrolls.
    table: {
      '& th, & td': {
        ...CELL_LINES,
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        padding: theme.spacing(0.75, 1),
      },
    },
    fired: { fontWeight: 'bold' },
  }),
  { name: 'GuardrailsEvidenceTable' },
);

export function EvidenceTable(props: {
  readonly label: string;
  readonly evidence: Evidence;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { evidence } = props;
  const quantity = (value: number | undefined) =>
    value === undefined ? '–' : words.quantity(value, evidence.unit);
  return (
    <Table
      size="small"
      stickyHeader
      className={classes.table}
      aria-label={props.label}
    >
      <TableHead>
        <TableRow>
          <TableCell>{t('evidence.when')}</TableCell>
          <TableCell align="right">{t('evidence.observed')}</TableCell>
          <TableCell align="right">{t('evidence.usualRange')}</TableCell>
          <TableCell align="right">{t('evidence.usual')}</TableCell>
          <TableCell align="right">{t('evidence.limit')}</TableCell>
          <TableCell>{t('evidence.verdict')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {drawnPoints(evidence, words)
          .reverse()
          .map(point => (
            <TableRow key={point.at}>
              <TableCell component="th" scope="row" role="rowheader">
                {point.when}
              </TableCell>
              <TableCell align="right">
                {point.observed === null
                  ? t('evidence.nothingStored')
                  : quantity(point.observed)}
              </TableCell>
              <TableCell align="right">
                {point.usual?.map(quantity).join(' – ') ?? '–'}
              </TableCell>
              <TableCell align="right">{quantity(point.baseline)}</TableCell>
              <TableCell align="right">{quantity(point.limit)}</TableCell>
              <TableCell className={classes.fired}>
                {point.fired ? t('evidence.pastLimit') : ''}
              </TableCell>
            </TableRow>
          ))}
      </TableBody>
    </Table>
  );
}
