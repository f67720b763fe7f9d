/** Which project takes which part of an account's spend, largest first; what nobody claims is among them. */
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { ReconciledAccount } from '@cloudops/plugin-guardrails-common';
import { CELL_LINES, NAME_WIDTH, useFirst } from '../layout';
import { useWords } from '../../words';

/** Who has the most is what is asked; an account may have hundreds of projects. */
const SHOWN_AT_FIRST = 10;

const useStyles = makeStyles(
  theme => ({
    root: {
      // The same columns below each other, whatever the accounts' projects are called.
      [theme.breakpoints.up('md')]: { tableLayout: 'fixed' },
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 1),
        fontVariantNumeric: 'tabular-nums',
        wordBreak: 'normal',
      },
    },
    // A phone shows who has how much; the rest needs more room.
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    name: { overflowWrap: 'anywhere', minWidth: NAME_WIDTH },
    unallocated: { fontStyle: 'italic' },
    amount: { whiteSpace: 'nowrap' },
    amountColumn: { [theme.breakpoints.up('md')]: { width: '8rem' } },
    partColumn: { [theme.breakpoints.up('md')]: { width: '11rem' } },
    share: {
      whiteSpace: 'nowrap',
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    bar: {
      width: 96,
      height: 8,
      background: theme.palette.action.hover,
      [theme.breakpoints.down('sm')]: { display: 'none' },
    },
    part: { height: '100%', background: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsShareTable' },
);

export function ShareTable(props: {
  readonly account: Pick<ReconciledAccount, 'unallocatedProject' | 'currency'>;
  readonly shares: ReconciledAccount['shares'];
  readonly label: string;
}) {
  const classes = useStyles();
  const { t, cents, share: shareText } = useWords();
  const { account, shares, label } = props;
  const money = (amount: number) => cents(amount, account.currency);
  const together = (each: (typeof shares)[number]) => each.usage + each.charges;
  const whole = shares.reduce(
    (sum, each) => sum + Math.max(together(each), 0),
    0,
  );
  const { shown, button } = useFirst(shares, SHOWN_AT_FIRST);
  return (
    <>
      <Table size="small" className={classes.root} aria-label={label}>
        <TableHead>
          <TableRow>
            <TableCell>{t('overview.project')}</TableCell>
            <TableCell
              align="right"
              className={`${classes.wide} ${classes.amountColumn}`}
            >
              {t('reconciliation.usage')}
            </TableCell>
            <TableCell
              align="right"
              className={`${classes.wide} ${classes.amountColumn}`}
            >
              {t('reconciliation.charges')}
            </TableCell>
            <TableCell align="right" className={classes.amountColumn}>
              {t('reconciliation.together')}
            </TableCell>
            <TableCell className={classes.partColumn}>
              {t('reconciliation.part')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map(each => {
            const ratio = whole > 0 ? Math.max(together(each), 0) / whole : 0;
            const isUnallocated = each.project === account.unallocatedProject;
            return (
              <TableRow key={each.project}>
                <TableCell
                  component="th"
                  scope="row"
                  role="rowheader"
                  className={classes.name}
                >
                  {isUnallocated ? (
                    <span className={classes.unallocated}>
                      {t('reconciliation.unallocatedName', {
                        project: each.project,
                      })}
                    </span>
                  ) : (
                    each.project
                  )}
                </TableCell>
                <TableCell align="right" className={classes.wide}>
                  {money(each.usage)}
                </TableCell>
                <TableCell align="right" className={classes.wide}>
                  {money(each.charges)}
                </TableCell>
                <TableCell align="right" className={classes.amount}>
                  {money(together(each))}
                </TableCell>
                <TableCell>
                  <div className={classes.share}>
                    <div className={classes.bar} aria-hidden="true">
                      <div
                        className={classes.part}
                        style={{ width: `${ratio * 100}%` }}
                      />
                    </div>
                    {shareText(ratio)}
                  </div>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {button}
    </>
  );
}
