/** The recommendations tab of the page. */
import { usePageScope } from '../../scope';
import { RecommendationsList } from '../recommendations';

export function RecommendationsSection() {
  return <RecommendationsList scope={usePageScope()} ofAnyProject />;
}
