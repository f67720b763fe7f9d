/** Whether what is stored is what AWS billed: a panel for each account, the ones that need a look first. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  costReadPermission,
  type ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';
import { useId } from 'react';
import { guardrailsApiRef } from '../../api';
import {
  asOftenAsRead,
  useNow,
  useQueryParameter,
  useRequest,
} from '../../data';
import { daysBefore, utcDay } from '../../format';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { FilterBar, FilterSelect } from '../filters';
import { Panel, Section } from '../layout';
import { EmptyState, LoadingSkeleton, RequestView } from '../states';
import { accountName, AccountPanel } from './AccountPanel';
import { byUrgency } from './balance';
import { type AccountNotCompared, accountsNotCompared } from './notCompared';
import { reconciliationHeadline } from './reconciliationHeadline';

/** The choices of how many days back: those of the costs. */
const RANGES = ['7', '30', '90'] as const;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    what: { maxWidth: '44rem' },
    headline: { fontSize: theme.typography.pxToRem(20), margin: 0 },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: theme.spacing(2),
      minWidth: 0,
      '& > li': { minWidth: 0 },
    },
  }),
  { name: 'GuardrailsReconciliation' },
);

function NotCompared(props: { readonly account: AccountNotCompared }) {
  const words = useWords();
  const { t } = words;
  const heading = useId();
  const root = useRouteRef(rootRouteRef);
  const { account } = props;
  return (
    <Panel>
      <section aria-labelledby={heading}>
        <Typography variant="h6" component="h3" id={heading}>
          {accountName(account, words)}
        </Typography>
        <Typography variant="body2">
          {t('reconciliation.notCompared')}{' '}
          <Link to={`${root()}/jobs`} underline="always">
            {t('costs.seeJobs')}
          </Link>
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {account.projects.join(', ')}
        </Typography>
      </section>
    </Panel>
  );
}

function Accounts(props: { readonly report: ReconciliationReport }) {
  const classes = useStyles();
  const { t } = useWords();
  const { report } = props;
  const api = useApi(guardrailsApiRef);
  // Without an answer the accounts that are compared are shown all the same.
  const { value: projects } = useRequest('projects', signal =>
    api.listProjects({}, { signal }),
  );
  const left = accountsNotCompared(projects?.items ?? [], report);
  if (report.accounts.length === 0 && left.length === 0) {
    return (
      <EmptyState title={t('reconciliation.empty')}>
        {t('reconciliation.emptyWhy')}
      </EmptyState>
    );
  }
  const headline = reconciliationHeadline(report, t);
  return (
    <div className={classes.root}>
      <Typography component="h2" className={classes.headline}>
        {left.length > 0 && report.accounts.length > 0
          ? t('reconciliation.andNotCompared', { headline, count: left.length })
          : headline}
      </Typography>
      <ul className={classes.list} aria-label={t('reconciliation.accounts')}>
        {byUrgency(report.accounts).map(({ account, balance }) => (
          <li key={account.unallocatedProject}>
            <AccountPanel account={account} balance={balance} />
          </li>
        ))}
        {left.map(each => (
          <li key={each.accountId}>
            <NotCompared account={each} />
          </li>
        ))}
      </ul>
      <Typography variant="body2" className={classes.what}>
        {t('reconciliation.partial')}
      </Typography>
    </div>
  );
}

export function ReconciliationSection() {
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const today = utcDay(useNow());
  const [days, setDays] = useQueryParameter('days', '30', RANGES);
  const to = daysBefore(today, 1);
  const from = daysBefore(today, Number(days));
  const request = useRequest(
    `reconciliation ${from} ${to}`,
    signal => api.getReconciliation({ from, to }, { signal }),
    { keepPrevious: true, refreshEvery: asOftenAsRead },
  );
  return (
    <Section
      what={t('reconciliation.what')}
      filters={
        <FilterBar label={t('reconciliation.filter')}>
          <FilterSelect
            label={t('costs.range')}
            value={days}
            choices={RANGES}
            choiceLabel={count => t('costs.days', { count: Number(count) })}
            onChange={setDays}
          />
        </FilterBar>
      }
    >
      <RequestView
        request={request}
        subject={t('subject.reconciliation')}
        permission={costReadPermission.name}
        skeleton={
          <LoadingSkeleton
            subject={t('subject.reconciliation')}
            height={320}
            rows={2}
          />
        }
      >
        {report => <Accounts report={report} />}
      </RequestView>
    </Section>
  );
}
