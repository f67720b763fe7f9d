/** The costs tab of the page: those of one project at a time, also of one that no entity of the catalog names. */
import { useApi } from '@backstage/core-plugin-api';
import { useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { useQueryParameter, useRequest } from '../../data';
import { useWords } from '../../words';
import { FilterBar, ProjectField } from '../filters';
import { Section } from '../layout';
import { CostsView } from './CostsView';
import { ProjectChoice } from './ProjectChoice';

export function CostsSection() {
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [project, setProject] = useQueryParameter<string>('project', '');
  // A reader who comes to a project's costs has named it already; who was offered the projects keeps them.
  const [isOffered, setIsOffered] = useState(!project);
  if (!project && !isOffered) setIsOffered(true);
  const { value } = useRequest(isOffered ? 'projects' : undefined, signal =>
    api.listProjects({}, { signal }),
  );
  const projects = value?.items.map(({ name }) => name);
  return (
    <Section
      what={t('costs.sectionWhat')}
      filters={
        <FilterBar label={t('costs.choose')}>
          <ProjectField
            value={project}
            onChange={setProject}
            hint={t('filter.projectHint')}
            known={projects}
          />
        </FilterBar>
      }
    >
      {project ? (
        // Another project is another screen: nothing of the one before may stay on it.
        <CostsView key={project} project={project} />
      ) : (
        <ProjectChoice projects={projects} />
      )}
    </Section>
  );
}
