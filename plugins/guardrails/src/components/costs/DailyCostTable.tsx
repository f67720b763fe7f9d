/** The chart's facts as a table: a row for each day, newest first. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { formatDay } from '../../format';
import { Money } from '../labels';
import type { DailyCosts } from './dailyCosts';

const useStyles = makeStyles(
  {
    // Names break between words, days and amounts not at all; the table scrolls instead.
    root: { '& th, & td': { wordBreak: 'normal' } },
    whole: { whiteSpace: 'nowrap' },
  },
  { name: 'GuardrailsDailyCostTable' },
);

export function DailyCostTable(props: { readonly costs: DailyCosts }) {
  const classes = useStyles();
  const { days, series, currency } = props.costs;
  return (
    <Table
      size="small"
      stickyHeader
      className={classes.root}
      aria-label="Daily costs by service"
    >
      <TableHead>
        <TableRow>
          <TableCell>Day (UTC)</TableCell>
          <TableCell align="right">Total</TableCell>
          {series.map(({ name }) => (
            <TableCell key={name} align="right">
              {name}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {days
          .map((day, index) => ({ day, index }))
          .reverse()
          .map(({ day, index }) => (
            <TableRow key={day.date}>
              <TableCell
                component="th"
                scope="row"
                role="rowheader"
                className={classes.whole}
              >
                {formatDay(day.date, { weekday: true })}
                {day.stored && day.estimated && ' (estimated)'}
              </TableCell>
              <TableCell align="right" className={classes.whole}>
                {day.stored ? (
                  <Money amount={day.total} currency={currency} />
                ) : (
                  'nothing stored'
                )}
              </TableCell>
              {series.map(({ name, amounts }) => {
                const amount = amounts[index];
                return (
                  <TableCell key={name} align="right">
                    {amount === null ? (
                      '–'
                    ) : (
                      <Money amount={amount} currency={currency} />
                    )}
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
      </TableBody>
    </Table>
  );
}
