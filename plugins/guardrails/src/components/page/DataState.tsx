/** How alive the data of a project is: when it was last read, and the way to the job whose last read failed; a line for each source. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { rootRouteRef } from '../../routes';
import { RelativeTime } from '../labels';
import { useWords } from '../../words';

export function DataState(props: { readonly freshness: readonly Freshness[] }) {
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  return (
    <>
      {props.freshness.map(({ source, asOf, lastError }) => (
        <div key={source}>
          {asOf
            ? t(`overview.dataOf_${source}`, {
                when: <RelativeTime at={asOf} />,
              })
            : t(`overview.noData_${source}`)}
          {lastError && (
            <>
              {', '}
              <Link to={`${root()}/jobs`} title={lastError} underline="always">
                {t('overview.lastReadFailed')}
              </Link>
            </>
          )}
        </div>
      ))}
    </>
  );
}
