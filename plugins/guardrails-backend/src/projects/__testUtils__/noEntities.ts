/** For tests: a catalog without entities that are projects of their own. */
import type { EntityProjectList } from '../entityProject';

export const noEntities = {
  list: async (): Promise<EntityProjectList> => ({
    projects: [],
    problems: [],
  }),
};
