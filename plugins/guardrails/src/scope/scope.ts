/** Whose costs, alerts and recommendations a screen shows. */
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What a list is asked for: one project, one entity's project, or (neither) every project the caller may see. */
export interface Scope {
  readonly project?: string;
  readonly entityRef?: string;
}

/** The scope that the page's address names (`?project=`); every project without it. */
export function usePageScope(): Scope {
  const [parameters] = useSearchParams();
  const project = parameters.get('project')?.trim() || undefined;
  return useMemo(() => ({ project }), [project]);
}
