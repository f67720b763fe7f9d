/** The costs tab of an entity. */
import { CostsView } from '../costs';
import { EntityProject } from './EntityProject';

export function EntityCostsContent() {
  return (
    <EntityProject>{project => <CostsView project={project} />}</EntityProject>
  );
}
