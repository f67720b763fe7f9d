/** The first line of the list: how many alerts wait, and how many were dealt with. */
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import type {
  AlertStatus,
  GuardrailsApi,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useRequest, type Request } from '../../data';
import type { Scope } from '../../scope';
import { describeError } from '../states';
import { DAY_MS } from './useAlertFilters';
import { useWords } from '../../words';

/** How far back the resolved ones are counted, in days. */
const RESOLVED_WITHIN_DAYS = 30;

export interface AlertTotalsValue {
  readonly open: number;
  readonly acknowledged: number;
  /** Within the last 30 days. */
  readonly resolved: number;
}

async function readTotals(
  api: GuardrailsApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<AlertTotalsValue> {
  const count = async (status: AlertStatus, resolvedFrom?: string) =>
    (
      await api.listAlerts(
        { ...scope, status: [status], resolvedFrom, limit: 1 },
        { signal },
      )
    ).totalItems;
  const since = new Date(Date.now() - RESOLVED_WITHIN_DAYS * DAY_MS);
  const [open, acknowledged, resolved] = await Promise.all([
    count('open'),
    count('acknowledged'),
    count('resolved', since.toISOString()),
  ]);
  return { open, acknowledged, resolved };
}

/** The counts of a scope, whatever the list below is narrowed to. */
export function useAlertTotals(scope: Scope): Request<AlertTotalsValue> {
  const api = useApi(guardrailsApiRef);
  return useRequest(JSON.stringify([scope.project, scope.entityRef]), signal =>
    readTotals(api, scope, signal),
  );
}

export function AlertTotals(props: {
  readonly totals: Request<AlertTotalsValue>;
  /** Why there is nothing to count is told below already. */
  readonly isTold: boolean;
}) {
  const { t, number } = useWords();
  const { value, error } = props.totals;
  const days = number(RESOLVED_WITHIN_DAYS);
  let text = t('alerts.counting') as string;
  if (value) {
    text = t('alerts.totals', {
      open: number(value.open),
      acknowledged: number(value.acknowledged),
      resolved: number(value.resolved),
      days,
    });
  } else if (error && props.isTold) {
    text = t('title.alerts');
  } else if (error) {
    text = `${describeError(error, t, t('subject.alertCount')).title}.`;
  }
  return (
    <Typography variant="h6" component="h2">
      {text}
    </Typography>
  );
}
