/** What each AWS account's paid requests cost: today against its cap, and in a month at this pace. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { Job } from '@cloudops/plugin-guardrails-common';
import { CELL_LINES } from '../layout';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto', marginTop: theme.spacing(2) },
    root: {
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 1),
        '&:first-child': { paddingLeft: 0 },
        '&:last-child': { paddingRight: 0 },
        fontVariantNumeric: 'tabular-nums',
        wordBreak: 'normal',
      },
    },
    name: { whiteSpace: 'nowrap' },
  }),
  { name: 'GuardrailsAccountSpend' },
);

export function AccountSpendTable(props: {
  readonly accounts: NonNullable<Job['accounts']>;
  readonly label: string;
}) {
  const classes = useStyles();
  const { t, number, money } = useWords();
  return (
    <div className={classes.scroll}>
      <Table size="small" className={classes.root} aria-label={props.label}>
        <TableHead>
          <TableRow>
            <TableCell>{t('jobs.account')}</TableCell>
            <TableCell align="right">{t('jobs.requestsToday')}</TableCell>
            <TableCell align="right">{t('jobs.spentToday')}</TableCell>
            <TableCell align="right">{t('jobs.aMonth')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.accounts.map(account => {
            const { accountId, awsRequestsToday, awsRequestCap } = account;
            const isSpent = awsRequestsToday >= awsRequestCap;
            return (
              <TableRow key={accountId ?? ''}>
                <TableCell
                  component="th"
                  scope="row"
                  role="rowheader"
                  className={classes.name}
                >
                  {accountId ?? t('jobs.ownAccount')}
                </TableCell>
                <TableCell align="right">
                  {t('jobs.requestsOf', {
                    number: number(awsRequestsToday),
                    cap: number(awsRequestCap),
                  })}
                  {isSpent && ` · ${t('jobs.capReached')}`}
                </TableCell>
                <TableCell align="right">
                  {t('jobs.spentOf', {
                    spent: money(account.usdToday, 'USD'),
                    cap: money(account.usdCap, 'USD'),
                  })}
                </TableCell>
                <TableCell align="right">
                  {account.estimatedUsdPerMonth === undefined ? (
                    <span title={t('jobs.aMonthUnknown')}>–</span>
                  ) : (
                    money(account.estimatedUsdPerMonth, 'USD')
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}
