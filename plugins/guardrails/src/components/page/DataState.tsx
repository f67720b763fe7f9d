/** How alive the data of a project is: when it was last read, or what is wrong with it. */
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { Fragment } from 'react';
import { RelativeTime } from '../labels';

export function DataState(props: { readonly freshness: readonly Freshness[] }) {
  return (
    <>
      {props.freshness.map(({ source, asOf, lastError }, index) => (
        <Fragment key={source}>
          {index > 0 && ', '}
          {asOf ? (
            <>
              {source} <RelativeTime at={asOf} />
            </>
          ) : (
            `no ${source} yet`
          )}
          {lastError && ` (${lastError})`}
        </Fragment>
      ))}
    </>
  );
}
