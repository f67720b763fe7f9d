/** Warns beside a list of findings when it may lack some: nobody looked for long, or data could not be read. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Alert from '@material-ui/lab/Alert';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import type { ReactElement } from 'react';
import { useNow } from '../../data';
import {
  isCheckLate,
  lacksData,
  needsALook,
  watchedFreshness,
} from '../../freshness';
import { rootRouteRef } from '../../routes';
import type { Scope } from '../../scope';
import { useWords } from '../../words';
import { RelativeTime } from '../labels';
import { NextCheckLink } from './NextCheckLink';
import type { LastCheck } from './useLastCheck';

function SourceProblem(props: { readonly freshness: Freshness }) {
  const { t } = useWords();
  const { source, asOf, lastError } = props.freshness;
  if (lastError !== undefined) {
    return <div>{t(`alerts.readFailed_${source}`, { reason: lastError })}</div>;
  }
  return (
    <div>
      {asOf === undefined
        ? t(`check.unread_${source}`)
        : t(`check.late_${source}`, { when: <RelativeTime at={asOf} /> })}
    </div>
  );
}

/** Nobody has looked for longer than should be. */
export function LateCheck(props: {
  /** End of the last successful detection. */
  readonly at: string;
}) {
  const { t } = useWords();
  return (
    <Alert severity="warning">
      {t('check.late', { when: <RelativeTime at={props.at} /> })}{' '}
      <NextCheckLink />
    </Alert>
  );
}

/** Undefined while it is not known, before the first check, and when all is as it should be. */
export function useCheckWarning(
  scope: Scope,
  check: LastCheck | undefined,
): ReactElement | undefined {
  const { t, number } = useWords();
  const now = useNow();
  const root = useRouteRef(rootRouteRef);
  if (check?.at === undefined) return undefined;
  if (isCheckLate(check.at, check.summaries, now)) {
    return <LateCheck at={check.at} />;
  }
  const lacking = check.summaries.filter(each => lacksData(each, now));
  if (lacking.length === 0) return undefined;
  return (
    <Alert severity="warning">
      {scope.project !== undefined || scope.entityRef !== undefined ? (
        lacking
          .flatMap(watchedFreshness)
          .filter(each => needsALook(each, now))
          .map(each => <SourceProblem key={each.source} freshness={each} />)
      ) : (
        <>
          {t('check.lacking', {
            count: lacking.length,
            number: number(lacking.length),
          })}{' '}
          <Link to={`${root()}/overview`} underline="always">
            {t('check.which')}
          </Link>
        </>
      )}
    </Alert>
  );
}
