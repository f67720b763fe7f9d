/** One day of an account: stored against billed for usage and for charges, and who has which part of it. */
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  costReadPermission,
  type ReconciledAccount,
  type ReconciledDay,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import { useWords } from '../../words';
import { LoadingSkeleton, RequestView } from '../states';
import { ShareTable } from './ShareTable';

/** How many rows the place has before they are known. */
const ROWS_EXPECTED = 3;
const KINDS = ['usage', 'charges'] as const;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: theme.spacing(1),
      padding: theme.spacing(1, 0),
    },
    sums: { margin: 0, paddingLeft: theme.spacing(2.5) },
  }),
  { name: 'GuardrailsDayDetail' },
);

export function DayDetail(props: {
  readonly account: ReconciledAccount;
  readonly day: ReconciledDay;
}) {
  const classes = useStyles();
  const api = useApi(guardrailsApiRef);
  const { t, cents, day: dayText } = useWords();
  const { account, day } = props;
  const { accountId, unallocatedProject, currency } = account;
  const { date } = day;
  const subject = t('subject.partsOf', { day: dayText(date) });
  const request = useRequest(
    `reconciliation of ${unallocatedProject} on ${date}`,
    async signal => {
      const { accounts } = await api.getReconciliation(
        { accountId, from: date, to: date },
        { signal },
      );
      // The portal's own account has no id to ask for.
      const own = accounts.find(
        each => each.unallocatedProject === unallocatedProject,
      );
      return own?.shares ?? [];
    },
  );
  return (
    <div className={classes.root}>
      <ul className={classes.sums}>
        {KINDS.map(kind => {
          const { entities, unallocated, total, difference } = day[kind];
          const stored = cents(entities + unallocated, currency);
          return (
            <Typography key={kind} component="li" variant="body2">
              {t(`reconciliation.${kind}`)}
              {': '}
              {total === null
                ? t('reconciliation.storedUnread', { stored })
                : t('reconciliation.storedBilled', {
                    stored,
                    billed: cents(total, currency),
                    difference: cents(difference ?? 0, currency, {
                      signed: true,
                    }),
                  })}
            </Typography>
          );
        })}
      </ul>
      <RequestView
        request={request}
        subject={subject}
        permission={costReadPermission.name}
        skeleton={
          <LoadingSkeleton subject={subject} height={28} rows={ROWS_EXPECTED} />
        }
      >
        {shares =>
          shares.length === 0 ? (
            <Typography variant="body2" color="textSecondary">
              {t('reconciliation.nothingStored')}
            </Typography>
          ) : (
            <ShareTable
              account={account}
              shares={shares}
              label={t('reconciliation.sharesOf', {
                account: dayText(date, { weekday: true }),
              })}
            />
          )
        }
      </RequestView>
    </div>
  );
}
