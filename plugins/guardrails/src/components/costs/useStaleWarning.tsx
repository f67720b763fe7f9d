/** Warns when the costs or metrics on the screen are older than they should be, and says why. */
import Alert from '@material-ui/lab/Alert';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import type { ReactElement } from 'react';
import { useNow } from '../../data';
import { needsALook } from '../../freshness';
import { RelativeTime } from '../labels';
import { useWords } from '../../words';

/** Undefined where they are as fresh as they should be, or were never read. */
export function useStaleWarning(
  freshness: Freshness | undefined,
): ReactElement | undefined {
  const { t } = useWords();
  const now = useNow();
  if (!freshness?.asOf || !needsALook(freshness, now)) return undefined;
  return (
    <Alert severity="warning">
      {t(freshness.source === 'costs' ? 'costs.stale' : 'costs.staleMetrics', {
        when: <RelativeTime at={freshness.asOf} />,
      })}{' '}
      {freshness.lastError
        ? t('costs.staleFailed', { reason: freshness.lastError })
        : t('costs.staleSilent')}
    </Alert>
  );
}
