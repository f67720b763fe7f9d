/** One account: whether it adds up, in words; the days that do not; who has which part; every day to look into. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReconciledAccount } from '@cloudops/plugin-guardrails-common';
import { useId } from 'react';
import { rootRouteRef } from '../../routes';
import { useWords, type Words } from '../../words';
import { RelativeTime } from '../labels';
import { Fact, Facts, Panel } from '../layout';
import type { AccountBalance } from './balance';
import { BalanceLabel } from './BalanceLabel';
import { DayTable } from './DayTable';
import { ShareTable } from './ShareTable';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    name: { overflowWrap: 'anywhere' },
    part: { minWidth: 0, overflowX: 'auto' },
    more: {
      '& > summary': { cursor: 'pointer', padding: theme.spacing(1, 0) },
    },
  }),
  { name: 'GuardrailsAccountPanel' },
);

export function accountName(
  { accountId }: Pick<ReconciledAccount, 'accountId'>,
  { t }: Pick<Words, 't'>,
): string {
  return accountId
    ? t('reconciliation.account', { account: accountId })
    : t('reconciliation.ownAccount');
}

function withoutBillInWords(
  { daysNotReconciled, notReconciled }: AccountBalance,
  currency: string,
  { t, cents }: Words,
): string {
  return t('reconciliation.notReconciled', {
    count: daysNotReconciled,
    amount: cents(notReconciled, currency),
  });
}

/** The one sentence that answers the question. */
function verdict(
  balance: AccountBalance,
  currency: string,
  words: Words,
): string {
  const { state, daysOff, daysRead, difference, bill } = balance;
  const { t, cents, number } = words;
  const amount = cents(bill, currency);
  switch (state) {
    case 'balanced':
      return t('reconciliation.balanced', { count: daysRead, amount });
    case 'unbalanced':
      return t('reconciliation.unbalanced', {
        count: daysOff.length,
        days: number(daysRead),
        difference: cents(difference, currency, { signed: true }),
        amount,
      });
    case 'notReconciled':
      return withoutBillInWords(balance, currency, words);
    default:
      return t('reconciliation.unread');
  }
}

function ReadFacts(props: {
  readonly account: ReconciledAccount;
  readonly balance: AccountBalance;
}) {
  const { t, cents, share } = useWords();
  const { account, balance } = props;
  const { currency, asOf } = account;
  const money = (amount: number) => cents(amount, currency);
  const ofBill = (part: number) =>
    balance.bill > 0 &&
    t('reconciliation.ofBill', { share: share(part / balance.bill) });
  return (
    <Facts>
      <Fact
        term={t('reconciliation.entities')}
        aside={ofBill(balance.entities)}
      >
        {money(balance.entities)}
      </Fact>
      <Fact
        term={t('reconciliation.unallocated')}
        aside={ofBill(balance.unallocated)}
      >
        {money(balance.unallocated)}
      </Fact>
      <Fact
        term={t('reconciliation.bill')}
        aside={t('reconciliation.billParts', {
          usage: money(balance.usage),
          charges: money(balance.charges),
        })}
      >
        {money(balance.bill)}
      </Fact>
      <Fact term={t('reconciliation.read')}>
        {asOf ? <RelativeTime at={asOf} /> : t('reconciliation.neverRead')}
      </Fact>
    </Facts>
  );
}

export function AccountPanel(props: {
  readonly account: ReconciledAccount;
  readonly balance: AccountBalance;
}) {
  const classes = useStyles();
  const root = useRouteRef(rootRouteRef);
  const words = useWords();
  const { t } = words;
  const heading = useId();
  const { account, balance } = props;
  const name = accountName(account, words);
  const { daysOff, daysUnread } = balance;
  const byOlderClaims = account.days.filter(
    ({ isDividedByOlderClaims }) => isDividedByOlderClaims,
  );
  const countedTwice = account.days.filter(
    ({ isCountedTwice }) => isCountedTwice,
  );
  return (
    <Panel>
      <section className={classes.root} aria-labelledby={heading}>
        <div>
          <Typography
            variant="h6"
            component="h3"
            id={heading}
            className={classes.name}
          >
            {name}
          </Typography>
          <BalanceLabel state={balance.state}>
            {verdict(balance, account.currency, words)}
          </BalanceLabel>
          {balance.state === 'unbalanced' && balance.daysNotReconciled > 0 && (
            <Typography variant="body2">
              {withoutBillInWords(balance, account.currency, words)}
            </Typography>
          )}
          {daysUnread > 0 && balance.state !== 'unread' && (
            <Typography variant="body2" color="textSecondary">
              {t('reconciliation.unreadDays', { count: daysUnread })}
            </Typography>
          )}
          {byOlderClaims.length > 0 && (
            <Typography variant="body2" color="textSecondary">
              {t('reconciliation.olderClaims', {
                count: byOlderClaims.length,
                day: words.day(byOlderClaims[byOlderClaims.length - 1].date),
              })}
            </Typography>
          )}
          {countedTwice.length > 0 && (
            <Typography variant="body2">
              {t('reconciliation.countedTwice', {
                count: countedTwice.length,
                day: words.day(countedTwice[countedTwice.length - 1].date),
              })}
            </Typography>
          )}
        </div>
        {balance.daysRead === 0 ? (
          <Typography variant="body2">
            {t('reconciliation.unreadWhy')}{' '}
            <Link to={`${root()}/jobs`} underline="always">
              {t('costs.seeJobs')}
            </Link>
          </Typography>
        ) : (
          <ReadFacts account={account} balance={balance} />
        )}
        {daysOff.length > 0 && (
          <div className={classes.part}>
            <Typography variant="subtitle2" component="h4">
              {t('reconciliation.offDays')}
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {t('reconciliation.offWhy')}{' '}
              <Link to={`${root()}/jobs`} underline="always">
                {t('costs.seeJobs')}
              </Link>
            </Typography>
            <DayTable
              account={account}
              days={daysOff}
              label={t('reconciliation.offDaysOf', { account: name })}
            />
          </div>
        )}
        {account.shares.length > 0 && (
          <div className={classes.part}>
            <Typography variant="subtitle2" component="h4">
              {t('reconciliation.shares')}
            </Typography>
            <ShareTable
              account={account}
              shares={account.shares}
              label={t('reconciliation.sharesOf', { account: name })}
            />
          </div>
        )}
        <details className={classes.more}>
          <summary>
            {t('reconciliation.allDays', { count: account.days.length })}
          </summary>
          <div className={classes.part}>
            <DayTable
              account={account}
              days={[...account.days].reverse()}
              label={t('reconciliation.allDaysOf', { account: name })}
            />
          </div>
        </details>
      </section>
    </Panel>
  );
}
