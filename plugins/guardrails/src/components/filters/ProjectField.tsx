/** Names a project: every one that the reader may see is found by a part of its name. */
import { useApi } from '@backstage/core-plugin-api';
import { useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import { useWords } from '../../words';
import { FilterText } from './FilterText';

export function ProjectField(props: {
  readonly value: string;
  readonly onChange: (project: string) => void;
  /** What no project means here; by default that all are meant. */
  readonly hint?: string;
  readonly problem?: string;
  readonly required?: boolean;
  /** The projects to choose from, where the screen has them anyway; they are not asked for again. */
  readonly known?: readonly string[];
}) {
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [isAsked, setIsAsked] = useState(false);
  // Not before the reader turns to it: most never do. Without the answer the field is still a field.
  const { value: projects } = useRequest(
    isAsked && !props.known ? 'projects' : undefined,
    signal => api.listProjects({}, { signal }),
  );
  return (
    <FilterText
      label={t('filter.project')}
      hint={props.hint ?? t('filter.allProjects')}
      value={props.value}
      onChange={props.onChange}
      suggestions={props.known ?? projects?.items.map(({ name }) => name) ?? []}
      onFocus={() => setIsAsked(true)}
      problem={props.problem}
      required={props.required}
    />
  );
}
