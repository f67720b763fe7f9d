/** The way to where it stands when alerts are looked for next. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';

export function NextCheckLink() {
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef);
  return (
    <Link to={`${root()}/jobs`} underline="always">
      {t('check.seeNext')}
    </Link>
  );
}
