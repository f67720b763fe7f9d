/** The costs tab of the page: those of one project at a time, also of one that no entity of the catalog names. */
import { useQueryParameter } from '../../data';
import { useWords } from '../../words';
import { FilterBar, ProjectField } from '../filters';
import { Section } from '../layout';
import { EmptyState } from '../states';
import { CostsView } from './CostsView';

export function CostsSection() {
  const { t } = useWords();
  const [project, setProject] = useQueryParameter<string>('project', '');
  return (
    <Section
      what={t('costs.sectionWhat')}
      filters={
        <FilterBar label={t('costs.choose')}>
          <ProjectField
            value={project}
            onChange={setProject}
            hint={t('filter.projectHint')}
          />
        </FilterBar>
      }
    >
      {project ? (
        // Another project is another screen: nothing of the one before may stay on it.
        <CostsView key={project} project={project} />
      ) : (
        <EmptyState title={t('costs.noProject')}>
          {t('costs.noProjectWhy')}
        </EmptyState>
      )}
    </Section>
  );
}
