/** The recommendations tab of an entity. */
import { RecommendationsList } from '../recommendations';
import { EntityProject } from './EntityProject';

export function EntityRecommendationsContent() {
  return (
    <EntityProject>
      {project => <RecommendationsList scope={{ project }} />}
    </EntityProject>
  );
}
