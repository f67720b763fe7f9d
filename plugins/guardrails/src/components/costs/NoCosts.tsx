/** Says why a project shows no costs, and which lines of configuration bring them. */
import { CodeSnippet, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  GUARDRAILS_PROJECT_ANNOTATION,
  type Freshness,
} from '@cloudops/plugin-guardrails-common';
import { rootRouteRef } from '../../routes';
import { RelativeTime } from '../labels';
import { EmptyState } from '../states';
import { useWords } from '../../words';

/** Quotes a name for YAML where it needs it. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}

function configurationOf(project: string): string {
  return `guardrails:
  projects:
    - name: ${yamlText(project)}
      costs: { tagValue: ${yamlText(project)} }`;
}

/** The project is not known: nothing configures it and nothing was ever stored for it. */
export function UnknownProject(props: { readonly project: string }) {
  const { t } = useWords();
  const { project } = props;
  return (
    <EmptyState title={t('costs.unknownProject', { project })}>
      <p>
        {t('costs.unknownProjectWhy', {
          annotation: <code>{GUARDRAILS_PROJECT_ANNOTATION}</code>,
        })}
      </p>
      <CodeSnippet language="yaml" text={configurationOf(project)} />
    </EmptyState>
  );
}

/** Costs were never read, or none of them was this project's. */
export function NoStoredCosts(props: {
  readonly project: string;
  readonly freshness: Freshness | undefined;
}) {
  const root = useRouteRef(rootRouteRef);
  const { t, day } = useWords();
  const { project, freshness } = props;
  if (freshness?.newest) {
    return (
      <EmptyState title={t('costs.noneInRange')}>
        {t('costs.noneInRangeWhy', { project, day: day(freshness.newest) })}
      </EmptyState>
    );
  }
  if (freshness?.asOf) {
    return (
      <EmptyState title={t('costs.noneTagged', { project })}>
        <p>
          {t('costs.noneTaggedWhy', {
            when: <RelativeTime at={freshness.asOf} />,
          })}
        </p>
        <CodeSnippet language="yaml" text={configurationOf(project)} />
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('costs.notRead')}
      action={<Link to={`${root()}/jobs`}>{t('costs.seeJobs')}</Link>}
    >
      {freshness?.lastError ? (
        <p>{t('costs.staleFailed', { reason: freshness.lastError })}</p>
      ) : (
        <p>{t('costs.notReadWhy', { project })}</p>
      )}
    </EmptyState>
  );
}
