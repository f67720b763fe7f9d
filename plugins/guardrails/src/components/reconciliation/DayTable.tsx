/** Days of an account: what is stored, what was billed, the difference; a day opens into who has what of it. */
import Button from '@material-ui/core/Button';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import ExpandLess from '@material-ui/icons/ExpandLess';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type {
  ReconciledAccount,
  ReconciledDay,
} from '@cloudops/plugin-guardrails-common';
import { Fragment, useId, useState } from 'react';
import { CELL_LINES } from '../layout';
import { useWords } from '../../words';
import { dayDifference, dayParts, isOff, isRead } from './balance';
import { DayDetail } from './DayDetail';

const COLUMNS = 5;

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
    // A phone shows the bill and the difference; the parts are in the day.
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    day: { textTransform: 'none', whiteSpace: 'nowrap' },
    amount: { whiteSpace: 'nowrap' },
    off: { fontWeight: 700 },
    detail: {
      [theme.breakpoints.down('xs')]: { maxWidth: 'calc(100vw - 6rem)' },
    },
  }),
  { name: 'GuardrailsDayTable' },
);

export function DayTable(props: {
  readonly account: ReconciledAccount;
  readonly days: readonly ReconciledDay[];
  readonly label: string;
}) {
  const classes = useStyles();
  const { t, cents, day: dayText } = useWords();
  const [opened, setOpened] = useState<string>();
  const detail = useId();
  const { account, days, label } = props;
  const money = (amount: number, signed = false) =>
    cents(amount, account.currency, { signed });
  return (
    <Table size="small" className={classes.root} aria-label={label}>
      <TableHead>
        <TableRow>
          <TableCell>{t('costs.day')}</TableCell>
          <TableCell align="right" className={classes.wide}>
            {t('reconciliation.entities')}
          </TableCell>
          <TableCell align="right" className={classes.wide}>
            {t('reconciliation.unallocated')}
          </TableCell>
          <TableCell align="right">{t('reconciliation.bill')}</TableCell>
          <TableCell align="right">{t('reconciliation.difference')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {days.map(day => {
          const { date } = day;
          const isOpen = opened === date;
          const parts = dayParts(day);
          const difference = dayDifference(day);
          return (
            <Fragment key={date}>
              <TableRow>
                <TableCell component="th" scope="row" role="rowheader">
                  <Button
                    size="small"
                    className={classes.day}
                    endIcon={isOpen ? <ExpandLess /> : <ExpandMore />}
                    aria-expanded={isOpen}
                    aria-controls={isOpen ? detail : undefined}
                    onClick={() => setOpened(isOpen ? undefined : date)}
                  >
                    {dayText(date, { weekday: true })}
                  </Button>
                </TableCell>
                {isRead(day) ? (
                  <>
                    <TableCell align="right" className={classes.wide}>
                      {money(parts.entities)}
                    </TableCell>
                    <TableCell align="right" className={classes.wide}>
                      {money(parts.unallocated)}
                    </TableCell>
                    <TableCell align="right" className={classes.amount}>
                      {money(parts.total)}
                    </TableCell>
                    <TableCell
                      align="right"
                      className={`${classes.amount} ${
                        isOff(day) ? classes.off : ''
                      }`}
                    >
                      {money(difference ?? 0, true)}
                    </TableCell>
                  </>
                ) : (
                  <>
                    <TableCell align="right" className={classes.wide} />
                    <TableCell align="right" className={classes.wide} />
                    <TableCell align="right">
                      {t('reconciliation.dayUnread')}
                    </TableCell>
                    <TableCell align="right">–</TableCell>
                  </>
                )}
              </TableRow>
              {isOpen && (
                <TableRow>
                  <TableCell colSpan={COLUMNS} id={detail}>
                    <div className={classes.detail}>
                      <DayDetail account={account} day={day} />
                    </div>
                  </TableCell>
                </TableRow>
              )}
            </Fragment>
          );
        })}
      </TableBody>
    </Table>
  );
}
