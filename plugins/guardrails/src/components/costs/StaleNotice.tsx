/** Warns when the costs or metrics on the screen are older than they should be, and says why. */
import Alert from '@material-ui/lab/Alert';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { needsALook } from '../../freshness';
import { RelativeTime } from '../labels';
import { useWords } from '../../words';

export function StaleNotice(props: {
  readonly freshness: Freshness | undefined;
  readonly now: Date;
}) {
  const { t } = useWords();
  const { freshness, now } = props;
  if (!freshness?.asOf) return null;
  if (!needsALook(freshness, now)) return null;
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
