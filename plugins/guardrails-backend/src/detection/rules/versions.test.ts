/**
 * What each version of each rule says, held to what it said when it was shipped: a stored decision is taken again by the
 * version that took it, years later.
 *
 * `verdicts.json` was made by the code of then. A line of it is never changed. So was `unevenVerdicts.json`, over series with
 * gaps and credits, and with parameters that somebody set.
 */
import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { installedRules, newestOf } from '../installedRules';
import { digestOf, said, type Said } from '../__testUtils__/verdictDigest';
import { unevenSeries } from '../__testUtils__/unevenSeries';
import unevenVerdicts from '../__testUtils__/unevenVerdicts.json';
import verdicts from '../__testUtils__/verdicts.json';
import { versionSeries } from '../__testUtils__/versionSeries';
import { exact } from '../wording';

const shipped: Readonly<Record<string, Said>> = verdicts.rules;
const allSeries = versionSeries();
const tables = [
  { file: 'verdicts.json', allSeries, ...verdicts },
  { file: 'unevenVerdicts.json', allSeries: unevenSeries(), ...unevenVerdicts },
] as const;
const rules = installedRules();
const nameOf = ({ name, version }: DetectionRule<any>) => `${name}@${version}`;
const ruleOf = (key: string) => rules.find(rule => nameOf(rule) === key);
const withNames = rules.map(rule => [nameOf(rule), rule] as const);

/** What to do about a rule that does not say what a table says. */
function whatToDo(
  rule: DetectionRule<any>,
  table: (typeof tables)[number],
): string | undefined {
  const key = nameOf(rule);
  const lines: Readonly<Record<string, Said>> = table.rules;
  const stored = lines[key];
  if (!stored) {
    const now = said(rule, rule.parameters.parse({}), table.allSeries);
    return `${key} is not in ${table.file}. Add what it says: ${JSON.stringify({
      [key]: now,
    })}`;
  }
  const now = said(rule, stored.parameters, table.allSeries);
  return now.digest === stored.digest
    ? undefined
    : `${key} says something else than when it was shipped (${stored.verdicts} verdicts of which ${stored.fired} fired, now ${now.verdicts} and ${now.fired}), so stored decisions would not be reproduced. Give the changed rule the next version, keep what it was as ${key} in earlier.ts, and add a line for the new version to ${table.file}.`;
}

describe.each(tables)('By $file', table => {
  it('is about the series that the versions were run over', () => {
    // Made anew, the lines of earlier versions cannot be: these series stay, and others may be added as a table of their own.
    expect(digestOf(table.allSeries)).toBe(table.series);
  });

  it.each(withNames)('%s says what it said when it was shipped', (_, rule) => {
    expect(whatToDo(rule, table)).toBeUndefined();
  });
});

it.each(Object.keys(shipped))('%s can still be replayed', key => {
  // Gone from earlier.ts, its decisions would be shown as `version_missing`.
  expect(ruleOf(key)).toBeDefined();
});

it.each(withNames.filter(([, rule]) => !newestOf(rules).includes(rule)))(
  '%s differs from the version after it, with the same parameters',
  (key, rule) => {
    const after = ruleOf(nameOf({ ...rule, version: rule.version + 1 }))!;

    expect(said(after, shipped[key].parameters, allSeries).digest).not.toBe(
      shipped[key].digest,
    );
  },
);

it.each(withNames)(
  '%s explains its findings by the numbers that it found them with',
  (key, rule) => {
    const { parameters } = shipped[key];
    const findings = allSeries
      .filter(
        series =>
          series.type === rule.appliesTo && rule.accepts(series, parameters),
      )
      .flatMap(series =>
        rule
          .judge(series, 0, parameters)
          .filter(({ fired }) => fired)
          .map(verdict => ({ series, verdict })),
      );

    expect(findings).not.toEqual([]);
    for (const { series, verdict } of findings.slice(0, 100)) {
      const index = series.points.findIndex(({ at }) => at === verdict.at);
      const lines = rule.explain(series, index, parameters);
      const valueOf = (label: string) =>
        lines.find(line => line.label === label)?.value;

      expect(valueOf('Observed')).toBe(exact(verdict.observed));
      expect(valueOf('Limit')).toBe(exact(verdict.threshold));
      expect(valueOf('Verdict')).toMatch(/^(over|under) the limit$/);
    }
  },
);
