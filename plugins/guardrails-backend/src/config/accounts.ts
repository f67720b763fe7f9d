/** What the projects of an AWS account say of it together, and what an endpoint is called. */
import type {
  AccountRole,
  MetricEndpoint,
} from '@cloudops/plugin-guardrails-node';
import type { ProjectConfig } from './GuardrailsConfig';

/** The kinds of endpoints in words. */
export const ENDPOINT_KINDS: Readonly<Record<MetricEndpoint['kind'], string>> =
  {
    'rest-api': 'REST API',
    'http-api': 'HTTP API',
    'load-balancer': 'load balancer',
  };

/**
 * The role that the account as a whole is read with: its costs, and what catalog entities have in it. It is the one
 * that all of its configured projects name; where they differ, or one names none, the account's own of the `aws`
 * section, undefined here.
 */
export function roleOfAccount(
  projects: readonly ProjectConfig[],
  accountId: string | undefined,
): AccountRole | undefined {
  const [first, ...others] = projects
    .filter(project => project.accountId === accountId)
    .map(({ role }) => role);
  return others.every(
    role =>
      role?.name === first?.name && role?.externalId === first?.externalId,
  )
    ? first
    : undefined;
}
