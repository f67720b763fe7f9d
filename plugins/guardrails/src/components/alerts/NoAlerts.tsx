/** Says why the list of alerts is empty: narrowed too far, nothing unusual, or not checked yet. */
import Button from '@material-ui/core/Button';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { useNow, type Request } from '../../data';
import { isCheckLate, isUnreadable, lacksData } from '../../freshness';
import { type LastCheck, NextCheckLink } from '../check';
import { RelativeTime } from '../labels';
import { EmptyState, LoadingSkeleton, describeError } from '../states';
import type { AlertFilters } from './useAlertFilters';
import { useWords } from '../../words';

function Problems(props: { readonly freshness: readonly Freshness[] }) {
  const { t } = useWords();
  return (
    <>
      {props.freshness.map(
        ({ source, lastError }) =>
          lastError !== undefined && (
            <div key={source}>
              {t(`alerts.readFailed_${source}`, { reason: lastError })}
            </div>
          ),
      )}
    </>
  );
}

function NothingUnusual(props: {
  readonly check: Request<LastCheck>;
  readonly onShowResolved: () => void;
}) {
  const { t } = useWords();
  const now = useNow();
  const { value, error } = props.check;
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
  const { at, summaries } = value;
  if (at === undefined) {
    return (
      <EmptyState title={t('alerts.notChecked')} action={<NextCheckLink />}>
        <div>{t('alerts.notCheckedWhy')}</div>
        {summaries.length === 1 && (
          <Problems freshness={summaries[0].freshness} />
        )}
      </EmptyState>
    );
  }
  // What is wrong with the data stands above the list.
  if (summaries.length > 0 && summaries.every(isUnreadable)) {
    return (
      <EmptyState title={t('alerts.unreadable')} action={showResolved}>
        {t('alerts.unreadableWhy')}
      </EmptyState>
    );
  }
  const isSure =
    !isCheckLate(at, summaries, now) &&
    !summaries.some(each => lacksData(each, now));
  return (
    <EmptyState
      title={isSure ? t('alerts.nothingUnusual') : t('alerts.empty')}
      action={showResolved}
    >
      {t('alerts.lastCheck', { when: <RelativeTime at={at} /> })}
    </EmptyState>
  );
}

export function NoAlerts(props: {
  readonly check: Request<LastCheck>;
  readonly filters: AlertFilters;
}) {
  const { t } = useWords();
  const { filters, check } = props;
  if (filters.isDefault) {
    return (
      <NothingUnusual
        check={check}
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
