/** Says why a project shows no costs, and which lines of configuration bring them. */
import { CodeSnippet, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Freshness } from '@cloudops/plugin-guardrails-common';
import { formatDay } from '../../format';
import { rootRouteRef } from '../../routes';
import { RelativeTime } from '../labels';
import { EmptyState } from '../states';

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
  return (
    <EmptyState title={`Guardrails does not know the project ${props.project}`}>
      <p>
        The entity names it in its annotation <code>guardrails/project</code>,
        but the portal does not watch it, or you are not allowed to see it. To
        watch it, add it to the portal's app-config:
      </p>
      <CodeSnippet language="yaml" text={configurationOf(props.project)} />
    </EmptyState>
  );
}

/** Costs were never read, or none of them was this project's. */
export function NoStoredCosts(props: {
  readonly project: string;
  readonly freshness: Freshness | undefined;
}) {
  const root = useRouteRef(rootRouteRef);
  const { project, freshness } = props;
  if (freshness?.newest) {
    return (
      <EmptyState title="No costs in these days">
        The newest costs of {project} are of {formatDay(freshness.newest)}.
        Choose a longer range.
      </EmptyState>
    );
  }
  if (freshness?.asOf) {
    return (
      <EmptyState title={`None of the spend is ${project}'s`}>
        <p>
          Costs were read <RelativeTime at={freshness.asOf} />, but no spend
          carries this project's value of the cost allocation tag. Check that
          the tag is activated in AWS and on the resources, and that the
          portal's app-config names its value:
        </p>
        <CodeSnippet language="yaml" text={configurationOf(project)} />
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No costs read yet"
      action={<Link to={`${root()}/jobs`}>See when costs are read next</Link>}
    >
      {freshness?.lastError ? (
        <p>The newest attempt failed: {freshness.lastError}</p>
      ) : (
        <p>
          The first run reads the costs of {project}; it may take a few minutes.
        </p>
      )}
    </EmptyState>
  );
}
