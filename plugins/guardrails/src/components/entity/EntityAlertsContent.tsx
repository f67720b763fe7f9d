/** The alerts tab of an entity. */
import { AlertsList } from '../alerts';
import { EntityProject } from './EntityProject';

export function EntityAlertsContent() {
  return (
    <EntityProject>
      {project => <AlertsList scope={{ project }} />}
    </EntityProject>
  );
}
