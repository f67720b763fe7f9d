/** How alive the data of a project is: when it was last read, or what is wrong with it; a line for each source. */
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { RelativeTime } from '../labels';

export function DataState(props: { readonly freshness: readonly Freshness[] }) {
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
          {lastError && ` (${lastError})`}
        </div>
      ))}
    </>
  );
}
