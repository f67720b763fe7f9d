/** The chart's facts as a table: a row for each day, newest first. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { CELL_LINES } from '../layout';
import { Money } from '../labels';
import type { CostDay, DailyCosts } from './dailyCosts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  {
    // Names break between words, days and amounts not at all; the table scrolls instead.
    root: { '& th, & td': { ...CELL_LINES, wordBreak: 'normal' } },
    whole: { whiteSpace: 'nowrap' },
  },
  { name: 'GuardrailsDailyCostTable' },
);

export function DailyCostTable(props: {
  readonly costs: DailyCosts;
  /** Also tell the day one period before each. */
  readonly compare: boolean;
}) {
  const classes = useStyles();
  const { t, ...words } = useWords();
  const { days, series, currency } = props.costs;
  const dayText = ({ date, stored, estimated }: CostDay) => {
    const day = words.day(date, { weekday: true });
    return stored && estimated ? t('costs.dayEstimated', { day }) : day;
  };
  return (
    <Table
      size="small"
      stickyHeader
      className={classes.root}
      aria-label={t('costs.dailyByService')}
    >
      <TableHead>
        <TableRow>
          <TableCell>{t('costs.day')}</TableCell>
          <TableCell align="right">{t('costs.total')}</TableCell>
          {props.compare && (
            <TableCell align="right">{t('costs.before')}</TableCell>
          )}
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
                {dayText(day)}
              </TableCell>
              <TableCell align="right" className={classes.whole}>
                {day.stored ? (
                  <Money amount={day.total} currency={currency} />
                ) : (
                  t('costs.nothingStored')
                )}
              </TableCell>
              {props.compare && (
                <TableCell align="right" className={classes.whole}>
                  {day.before === null ? (
                    '–'
                  ) : (
                    <Money amount={day.before} currency={currency} />
                  )}
                </TableCell>
              )}
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
