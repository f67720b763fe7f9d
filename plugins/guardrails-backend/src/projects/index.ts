/** Which projects are watched besides the configured ones: the catalog entities that are one of their own. */
export { EntityProjects } from './EntityProjects';
export type {
  EntityProject,
  EntityProjectList,
  ProjectProblem,
  SpendClaim,
} from './entityProject';
