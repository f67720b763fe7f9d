/** Reads `guardrails` of app-config once, and refuses it with every problem it has. */
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type {
  DetectionRule,
  MetricEndpoint,
} from '@cloudops/plugin-guardrails-node';
import { ENDPOINT_KINDS } from './accounts';
import {
  DEFAULT_PROJECT,
  type GuardrailsConfig,
  type ProjectConfig,
} from './GuardrailsConfig';
import {
  ConfigurationError,
  parsePart,
  problem,
  withoutNulls,
} from './problems';
import { readSchedules } from './readSchedules';
import {
  guardrailsSection,
  projectSection,
  type GuardrailsSection,
  type ProjectSection,
} from './sections';

/** The AWS SDK's own variables for a region. */
export interface RegionEnvironment {
  readonly AWS_REGION?: string;
  readonly AWS_DEFAULT_REGION?: string;
}

type RuleParameters = ProjectSection['detection']['rules'];

/** A project's section and where it stands in app-config. */
interface LocatedProject {
  readonly key: string;
  readonly section: ProjectSection;
}

/**
 * Reads and checks the plugin's configuration.
 *
 * @param options - `rules`: every detection rule there is, to check their parameters; `environment`: where the
 *   region comes from when the configuration names none
 * @throws {@link ConfigurationError} with every problem: the key, what was got, what is accepted
 */
export function readGuardrailsConfig(
  root: RootConfigService,
  options: {
    readonly rules: readonly DetectionRule<any>[];
    readonly environment: RegionEnvironment;
  },
): GuardrailsConfig {
  const raw = withoutNulls(root.getOptional('guardrails') ?? {}) as any;
  const problems: string[] = [];
  const keep = <T>(part: { value: T } | { problems: string[] }) => {
    if ('value' in part) return part.value;
    problems.push(...part.problems);
    return undefined;
  };

  const section = keep(parsePart(guardrailsSection, raw, 'guardrails'));
  const projects: LocatedProject[] = [];
  (Array.isArray(raw?.projects) ? raw.projects : []).forEach(
    (each: unknown, index: number) => {
      const key = `guardrails.projects[${index}]`;
      const parsed = keep(parsePart(projectSection, each, key));
      if (parsed) projects.push({ key, section: parsed });
    },
  );
  const schedule = keep(readSchedules(raw?.schedule ?? {}));
  const region =
    raw?.metrics?.region ??
    options.environment.AWS_REGION ??
    options.environment.AWS_DEFAULT_REGION;

  const forAll = section?.detection.rules ?? {};
  problems.push(
    ...(section ? retentionProblems(section) : []),
    ...projectsThatClash(projects),
    ...projects.flatMap(each => namesThatAreTaken(each)),
    ...projectsWithoutAccount(projects),
    ...projects.flatMap(each => roleWithoutAccount(each)),
    ...projects.flatMap(each => tagValueWithoutKey(each, raw?.costs?.tagKey)),
    ...projects.flatMap(each => severalEndpoints(each)),
    ...projects.flatMap(each => endpointWithoutRegion(each, region)),
    ...ruleProblems(
      { key: 'guardrails.detection.rules', parameters: forAll },
      {},
      options.rules,
    ),
    ...projects.flatMap(({ key, section: { detection } }) =>
      ruleProblems(
        { key: `${key}.detection.rules`, parameters: detection.rules },
        forAll,
        options.rules,
      ),
    ),
  );
  if (problems.length > 0 || !section || !schedule) {
    throw new ConfigurationError(problems);
  }
  return assemble(
    section,
    projects.map(each => projectConfig(each.section, region)),
    schedule,
    region,
  );
}

function assemble(
  {
    costs,
    database,
    metrics,
    detection,
    drivers,
    notify,
    retention,
  }: GuardrailsSection,
  projects: readonly ProjectConfig[],
  schedule: GuardrailsConfig['schedule'],
  region: string | undefined,
): GuardrailsConfig {
  return {
    costs,
    database,
    metrics: {
      region,
      periodSeconds: metrics.periodSeconds,
      backfillDays: metrics.backfillDays,
      overlapMinutes: metrics.overlapMinutes,
    },
    ...(retention && { retention }),
    detection: {
      lookbackDays: detection.lookbackDays,
      ruleParameters: detection.rules,
    },
    drivers,
    notify,
    projects: [
      projects.find(({ name }) => name === DEFAULT_PROJECT) ?? {
        name: DEFAULT_PROJECT,
        ruleParameters: {},
      },
      ...projects.filter(({ name }) => name !== DEFAULT_PROJECT),
    ],
    schedule,
  };
}

function projectConfig(
  { name, accountId, role, costs, metrics, detection }: ProjectSection,
  defaultRegion: string | undefined,
): ProjectConfig {
  const region = regionOf(metrics) ?? defaultRegion;
  const [endpoint] = endpointsOf(metrics);
  return {
    name,
    accountId,
    ...(role && { role }),
    costTagValue: costs.tagValue,
    endpoint: endpoint && region ? { ...endpoint, region } : undefined,
    ruleParameters: detection.rules,
  };
}

/** What a first run reads and the retention deletes would come and go for ever. */
function retentionProblems({
  retention,
  costs,
  metrics,
}: GuardrailsSection): string[] {
  return (
    [
      ['costs', retention?.costsDays, costs.backfillDays],
      ['metrics', retention?.metricsDays, metrics.backfillDays],
    ] as const
  ).flatMap(([kind, days, backfillDays]) =>
    days !== undefined && days < backfillDays
      ? [
          problem(
            `guardrails.retention.${kind}Days`,
            days,
            `at least guardrails.${kind}.backfillDays, which is ${backfillDays}`,
          ),
        ]
      : [],
  );
}

/** What is measured, each of its kind; a project is to have one at most. */
function endpointsOf({
  restApiId,
  httpApiId,
  loadBalancer,
}: ProjectSection['metrics']): MetricEndpoint[] {
  const endpoints: (MetricEndpoint | undefined)[] = [
    restApiId ? { kind: 'rest-api', id: restApiId } : undefined,
    httpApiId ? { kind: 'http-api', id: httpApiId } : undefined,
    loadBalancer
      ? {
          kind: 'load-balancer',
          // CloudWatch's name of a load balancer is the last part of its ARN.
          id: loadBalancer.slice(loadBalancer.indexOf('app/')),
        }
      : undefined,
  ];
  return endpoints.filter(each => each !== undefined);
}

/** What the project says, or the ARN of its load balancer. */
function regionOf({
  region,
  loadBalancer,
}: ProjectSection['metrics']): string | undefined {
  return (
    region ??
    (loadBalancer?.startsWith('arn:') ? loadBalancer.split(':')[3] : undefined)
  );
}

/** Two projects of one name, or that claim the same spend. */
function projectsThatClash(projects: readonly LocatedProject[]): string[] {
  return projects.flatMap(({ key, section: { name, accountId, costs } }, i) => {
    const earlier = projects.slice(0, i);
    const sameName = earlier.find(({ section }) => section.name === name);
    const sameSpend = costs.tagValue
      ? earlier.find(
          ({ section }) =>
            section.accountId === accountId &&
            section.costs.tagValue === costs.tagValue,
        )
      : undefined;
    return [
      sameName &&
        problem(`${key}.name`, name, `a name that ${sameName.key} has not`),
      sameSpend &&
        problem(
          `${key}.costs.tagValue`,
          costs.tagValue,
          `a tag value that no other project of the same account claims; ${sameSpend.key} ('${sameSpend.section.name}') does`,
        ),
    ].filter(each => each !== undefined);
  });
}

/** What no project claims goes to `default` and `default-<account id>`, which therefore can claim nothing. */
function namesThatAreTaken({ key, section }: LocatedProject): string[] {
  const { name, costs } = section;
  if (name === DEFAULT_PROJECT && costs.tagValue) {
    return [
      problem(
        `${key}.costs.tagValue`,
        costs.tagValue,
        `nothing: '${DEFAULT_PROJECT}' takes the spend that no other project claims`,
      ),
    ];
  }
  return /^default-\d{12}$/.test(name)
    ? [
        problem(
          `${key}.name`,
          name,
          'another name: this one is kept for the spend of that account that no project claims',
        ),
      ]
    : [];
}

/** When `default` names its account, the portal's own is not read, and no project can be in it. */
function projectsWithoutAccount(projects: readonly LocatedProject[]): string[] {
  const home = projects.find(({ section }) => section.name === DEFAULT_PROJECT);
  if (!home?.section.accountId) return [];
  return projects
    .filter(({ section }) => !section.accountId)
    .map(({ key }) =>
      problem(
        `${key}.accountId`,
        undefined,
        `the project's AWS account, because '${DEFAULT_PROJECT}' (${home.key}) names one too`,
      ),
    );
}

/** A role is of an account; the portal's own is read with the credentials that it has. */
function roleWithoutAccount({ key, section }: LocatedProject): string[] {
  return section.role && !section.accountId
    ? [
        problem(
          `${key}.accountId`,
          undefined,
          `the twelve digits of the AWS account that the role '${section.role.name}' is in`,
        ),
      ]
    : [];
}

function tagValueWithoutKey(
  { key, section: { costs } }: LocatedProject,
  tagKey: unknown,
): string[] {
  return costs.tagValue && tagKey === undefined
    ? [
        problem(
          'guardrails.costs.tagKey',
          undefined,
          `the cost allocation tag that ${key}.costs.tagValue ('${costs.tagValue}') is a value of`,
        ),
      ]
    : [];
}

/** A stored metric has no place for which of several endpoints it is of. */
function severalEndpoints({ key, section }: LocatedProject): string[] {
  const endpoints = endpointsOf(section.metrics);
  return endpoints.length > 1
    ? [
        problem(
          `${key}.metrics`,
          endpoints.map(({ id }) => id).join(', '),
          'one of restApiId, httpApiId and loadBalancer; give each its own project',
        ),
      ]
    : [];
}

function endpointWithoutRegion(
  { key, section: { metrics } }: LocatedProject,
  defaultRegion: unknown,
): string[] {
  return endpointsOf(metrics)
    .slice(0, 1)
    .filter(() => !(regionOf(metrics) ?? defaultRegion))
    .map(({ kind, id }) =>
      problem(
        `${key}.metrics.region`,
        undefined,
        `the AWS region of ${ENDPOINT_KINDS[kind]} '${id}', here, in guardrails.metrics.region for all projects, or in the environment variable AWS_REGION`,
      ),
    );
}

/** Problems of one layer of parameters, which lies over an `inherited` one; the problems of that are not repeated. */
function ruleProblems(
  { key, parameters }: { key: string; parameters: RuleParameters },
  inherited: RuleParameters,
  rules: readonly DetectionRule<any>[],
): string[] {
  return Object.entries(parameters).flatMap(([name, own]) => {
    const rule = rules.find(each => each.name === name);
    if (!rule) {
      const known = rules.map(each => each.name).join(', ');
      return [`${key}.${name}: is not known, takes ${known}`];
    }
    const above = Object.keys(inherited[name] ?? {})
      .filter(parameter => !(parameter in own))
      .map(parameter => `${key}.${name}.${parameter}`);
    const parsed = parsePart(
      rule.parameters,
      { ...inherited[name], ...own },
      `${key}.${name}`,
    );
    return 'problems' in parsed
      ? parsed.problems.filter(
          each => !above.some(parameter => each.startsWith(parameter)),
        )
      : [];
  });
}
