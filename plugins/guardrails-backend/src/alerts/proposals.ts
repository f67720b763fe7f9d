/**
 * What would teach a rule that a finding is none, for good: parameters, each tried by taking the decision again.
 *
 * Nothing is learnt silently. A proposal is text to paste where parameters are set, and says for what it would hold.
 */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import {
  ALL_SERVICES,
  type DetectionRule,
  type Series,
  type Verdict,
} from '@cloudops/plugin-guardrails-node';

type Proposals = NonNullable<Evidence['proposals']>;
type Parameters = Readonly<Record<string, any>>;

/** A decision that can be taken again. */
export interface Retaken {
  readonly rule: DetectionRule<any>;
  readonly parameters: Parameters;
  readonly series: Series;
  /** Of the judged point. */
  readonly index: number;
  readonly verdict: Verdict;
  /** Name of the project. */
  readonly project: string;
}

/** A parameter that quiets a rule, with the values to try, from the least on. */
interface Attempt {
  readonly parameter: string;
  readonly values: readonly unknown[];
  /** The series that it is about alone; absent where it holds for all that the rule judges. */
  readonly only?: string;
}

/** Multiples of the usual distance that the relative rules fire at. */
const MULTIPLES = [
  1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100,
];

type Attempts = (decision: Retaken) => Attempt[];

const leastIncrease: Attempts = ({ verdict }) => [
  {
    parameter: 'minIncrease',
    values: [roundedUp(verdict.observed - verdict.baseline)],
  },
];

const multiple: Attempts = ({ verdict }) => [
  { parameter: verdict.direction, values: MULTIPLES },
];

const higherLimit: Attempts = ({ parameters, series, verdict }) => {
  const limit = roundedUp(verdict.observed);
  return series.key === ALL_SERVICES
    ? [{ parameter: 'total', values: [limit], only: 'all services together' }]
    : [
        {
          parameter: 'limits',
          values: [{ ...parameters.limits, [series.key]: limit }],
          only: series.key,
        },
      ];
};

/** By name of the rule. A rule that is not among them has no proposals. */
const ATTEMPTS: Readonly<Record<string, Attempts>> = {
  cost_spike: leastIncrease,
  cost_monthly_charge: leastIncrease,
  cost_level_shift: leastIncrease,
  cost_drift: leastIncrease,
  cost_sparse_spike: leastIncrease,
  cost_new_service: ({ verdict }) => [
    { parameter: 'limit', values: [roundedUp(verdict.observed)] },
  ],
  cost_limit: higherLimit,
  static_limit: higherLimit,
  error_burst: ({ verdict }) => [
    { parameter: 'minCount', values: [Math.floor(verdict.observed) + 1] },
  ],
  level_shift: leastIncrease,
  level_change: multiple,
  peak_exceeded: multiple,
  recent_deviation: multiple,
  seasonal_deviation: multiple,
  short_change: multiple,
  sudden_jump: multiple,
};

export function proposalsFor(decision: Retaken): Proposals {
  const attempts = ATTEMPTS[decision.rule.name]?.(decision) ?? [];
  return attempts.flatMap(attempt => {
    const value = leastQuiet(attempt, decision);
    return value === undefined ? [] : [proposal(attempt, value, decision)];
  });
}

/** The first of the values with which the rule does not fire; all after it do not either. */
function leastQuiet(
  { parameter, values }: Attempt,
  decision: Retaken,
): unknown | undefined {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isQuiet(parameter, values[middle], decision)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return values[low];
}

function isQuiet(
  parameter: string,
  value: unknown,
  { rule, parameters, series, index, verdict }: Retaken,
): boolean {
  const changed = rule.parameters.safeParse({
    ...parameters,
    [parameter]: value,
  });
  if (!changed.success) {
    return false;
  }
  const again = rule
    .judge(series, index, changed.data)
    .find(({ at }) => at === verdict.at);
  return again !== undefined && !again.fired;
}

function proposal(
  { parameter, only }: Attempt,
  value: unknown,
  { rule, parameters, series, project }: Retaken,
): Proposals[number] {
  const json = JSON.stringify(value);
  const isMap = typeof value === 'object';
  const now = isMap ? undefined : parameters[parameter];
  const whatFor =
    only ??
    `every ${series.type === 'cost' ? 'service' : 'metric'} of ${project}`;
  return {
    rule: rule.name,
    parameter,
    sentence: [
      `With ${rule.name}.${parameter} at ${
        isMap ? (value as Record<string, number>)[series.key] : json
      }${
        now === undefined ? '' : ` (was ${JSON.stringify(now)})`
      } the rule would not have fired on this.`,
      `It would hold for ${whatFor}.`,
      ...(isMap ? ['The map replaces the one that is set.'] : []),
    ].join(' '),
    annotation: [
      'metadata:',
      '  annotations:',
      `    guardrails/rule.${rule.name}.${parameter}: '${json.replaceAll(
        "'",
        "''",
      )}'`,
    ].join('\n'),
    // A project that is an entity's own is not among the configured ones.
    ...(project.includes(':')
      ? {}
      : {
          configuration: [
            'guardrails:',
            '  projects:',
            `    - name: ${JSON.stringify(project)}`,
            '      detection:',
            '        rules:',
            `          ${rule.name}: { ${parameter}: ${json} }`,
          ].join('\n'),
        }),
  };
}

/** To two significant digits, upwards: 95.3 gives 96, 1,234 gives 1,300. */
function roundedUp(value: number): number {
  const unit = 10 ** Math.max(Math.floor(Math.log10(Math.abs(value))) - 1, -4);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}
