/** Warns when the costs on the screen are older than they should be, and says why. */
import Alert from '@material-ui/lab/Alert';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { needsALook } from '../../freshness';
import { RelativeTime } from '../labels';

export function StaleNotice(props: {
  readonly freshness: Freshness | undefined;
  readonly now: Date;
}) {
  const { freshness, now } = props;
  if (!freshness?.asOf) return null;
  if (!needsALook(freshness, now)) return null;
  return (
    <Alert severity="warning">
      These costs were read <RelativeTime at={freshness.asOf} />.{' '}
      {freshness.lastError
        ? `The newest attempt failed: ${freshness.lastError}`
        : 'No newer read has ended since.'}
    </Alert>
  );
}
