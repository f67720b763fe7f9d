/** How alive the data of a project is: when it was last read, and the way to the job whose last read failed; a line for each source. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { rootRouteRef } from '../../routes';
import { RelativeTime } from '../labels';

export function DataState(props: { readonly freshness: readonly Freshness[] }) {
  const root = useRouteRef(rootRouteRef);
  return (
    <>
      {props.freshness.map(({ source, asOf, lastError }) => (
        <div key={source}>
          {asOf ? (
            <>
              {source} <RelativeTime at={asOf} />
            </>
          ) : (
            `no ${source} yet`
          )}
          {lastError && (
            <>
              {', '}
              <Link to={`${root()}/jobs`} title={lastError}>
                last read failed
              </Link>
            </>
          )}
        </div>
      ))}
    </>
  );
}
