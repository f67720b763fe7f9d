/** Says why the list of alerts is empty: narrowed too far, nothing unusual, or not checked yet. */
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import type {
  Freshness,
  GuardrailsApi,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import type { Scope } from '../../scope';
import { RelativeTime } from '../labels';
import { EmptyState, LoadingSkeleton, describeError } from '../states';
import type { AlertFilters } from './useAlertFilters';
import { useWords } from '../../words';

interface LastCheck {
  /** End of the last successful detection; undefined when there was none. */
  readonly at?: string;
  /** What is known of the data that is checked. */
  readonly freshness: readonly Freshness[];
}

async function readLastCheck(
  api: GuardrailsApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<LastCheck> {
  let { project } = scope;
  if (scope.entityRef !== undefined) {
    const { items } = await api.listProjects(
      { entityRef: scope.entityRef },
      { signal },
    );
    project = items[0]?.name;
  }
  if (project !== undefined) {
    const summary = await api.getProjectSummary(project, { signal });
    return { at: summary.lastCheckedAt, freshness: summary.freshness };
  }
  const { items } = await api.listJobs({ signal });
  const detect = items.find(job => job.id === 'detect');
  return {
    at: detect?.runs.find(run => run.status === 'succeeded')?.endedAt,
    freshness: [],
  };
}

function NothingUnusual(props: {
  readonly scope: Scope;
  readonly onShowResolved: () => void;
}) {
  const { scope } = props;
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const { value, error } = useRequest(
    JSON.stringify([scope.project, scope.entityRef]),
    signal => readLastCheck(api, scope, signal),
  );
  const showResolved = (
    <Button variant="outlined" size="small" onClick={props.onShowResolved}>
      {t('alerts.showResolved')}
    </Button>
  );
  if (!value && !error) {
    return <LoadingSkeleton subject={t('subject.lastCheck')} height={136} />;
  }
  if (!value) {
    return (
      <EmptyState title={t('alerts.empty')} action={showResolved}>
        {t('alerts.emptyUnknown', {
          why: describeError(error, t, t('subject.lastCheck')).title,
        })}
      </EmptyState>
    );
  }
  const failing = value.freshness.filter(({ lastError }) => lastError);
  const problems = failing.map(({ source, lastError }) => (
    <div key={source}>
      {t(`alerts.readFailed_${source}`, { reason: lastError ?? '' })}
    </div>
  ));
  if (value.at === undefined) {
    return (
      <EmptyState title={t('alerts.notChecked')}>
        <div>{t('alerts.notCheckedWhy')}</div>
        {problems}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('alerts.nothingUnusual')} action={showResolved}>
      <div>
        {t('alerts.lastCheck', { when: <RelativeTime at={value.at} /> })}
      </div>
      {problems}
    </EmptyState>
  );
}

export function NoAlerts(props: {
  readonly scope: Scope;
  readonly filters: AlertFilters;
}) {
  const { t } = useWords();
  const { filters, scope } = props;
  if (filters.isDefault) {
    return (
      <NothingUnusual
        scope={scope}
        onShowResolved={() => filters.setStatus('resolved')}
      />
    );
  }
  return (
    <EmptyState
      title={t('alerts.noMatch')}
      action={
        <Button variant="outlined" size="small" onClick={filters.clear}>
          {t('action.clearFilters')}
        </Button>
      }
    >
      {t('filter.narrowed')}
    </EmptyState>
  );
}
