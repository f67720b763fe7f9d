/** Whose costs, alerts and recommendations a screen shows. */
import { useEntity } from '@backstage/plugin-catalog-react';
import { projectOfEntity } from '@cloudops/plugin-guardrails-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What a list is asked for: one project, one entity's project, or (neither) every project the caller may see. */
export interface Scope {
  readonly project?: string;
  readonly entityRef?: string;
}

/** The project of the entity around this component; undefined when the entity names none. */
export function useEntityProject(): string | undefined {
  return projectOfEntity(useEntity().entity);
}

/** The scope that the page's address names (`?project=`); every project without it. */
export function usePageScope(): Scope {
  const [parameters] = useSearchParams();
  const project = parameters.get('project')?.trim() || undefined;
  return useMemo(() => ({ project }), [project]);
}
