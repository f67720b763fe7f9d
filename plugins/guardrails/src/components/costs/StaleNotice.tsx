/** Warns when the costs on the screen are older than they should be, and says why. */
import Alert from '@material-ui/lab/Alert';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { RelativeTime } from '../labels';

/** Costs are read every 8 hours by default: three reads in a row did not happen. */
const STALE_AFTER_HOURS = 24;

export function StaleNotice(props: {
  readonly freshness: Freshness | undefined;
  readonly now: Date;
}) {
  const { freshness, now } = props;
  if (!freshness?.asOf) return null;
  const hours = (now.getTime() - Date.parse(freshness.asOf)) / 3_600_000;
  if (!freshness.lastError && hours < STALE_AFTER_HOURS) return null;
  return (
    <Alert severity="warning">
      These costs were read <RelativeTime at={freshness.asOf} />.{' '}
      {freshness.lastError
        ? `The newest attempt failed: ${freshness.lastError}`
        : 'No newer read has ended since.'}
    </Alert>
  );
}
