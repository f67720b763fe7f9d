/** Hands the project of the entity around it to a screen, or says how the entity gets one. */
import {
  useEntity,
  MissingAnnotationEmptyState,
} from '@backstage/plugin-catalog-react';
import {
  PROJECT_ANNOTATIONS,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import { Fragment, ReactNode } from 'react';

export function EntityProject(props: {
  readonly children: (project: string) => ReactNode;
}) {
  const project = projectOfEntity(useEntity().entity);
  return project === undefined ? (
    <MissingAnnotationEmptyState annotation={[...PROJECT_ANNOTATIONS]} />
  ) : (
    // A new project is a new screen: nothing of the old one may stay on it.
    <Fragment key={project}>{props.children(project)}</Fragment>
  );
}
