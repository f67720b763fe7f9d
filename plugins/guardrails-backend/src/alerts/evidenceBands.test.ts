import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { Database } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { builtInRules } from '../detection';
import {
  alertsOf,
  days,
  natBill,
  startDetecting,
  storeCosts,
} from '../jobs/__testUtils__/detecting';

jest.setTimeout(300_000);

// What a chart shows does not depend on the engine.
const databases = testDatabases(['SQLITE_3']);

const NOW = '2026-11-20T12:00:00Z';
const PERIOD_MS = 300_000;
const POINTS = 20 * 288;

/** So low that every fixed limit is passed. */
const LIMITS = {
  cost_limit: { limits: { 'EC2 - Other': 60 }, total: 60 },
  static_limit: { limits: { '5xx_count': 8, p95_latency_ms: 300 } },
};

describe('The band that is drawn of an alert', () => {
  let database: Database;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, 'SQLITE_3'));
  });

  /** A project in which a cost and a latency rise and errors burst. */
  const projectOf = async (name: string) => {
    const [project] = await database.projects.ensure([name]);
    await storeCosts(
      database,
      project,
      days('2026-08-20', '2026-11-19').map(day => [
        day,
        natBill(day, ['2026-11-12']) * (day >= '2026-11-14' ? 1.4 : 1),
      ]),
    );
    const newest = Date.parse(NOW) - PERIOD_MS;
    await database.metrics.upsert(
      project.id,
      Array.from({ length: POINTS }, (_, i) => {
        const at = new Date(newest - i * PERIOD_MS);
        const isTrouble = i > 600 && i < 640;
        return [
          {
            metricName: '5xx_count',
            unit: 'count' as const,
            at,
            value: (i % 3) + (isTrouble ? 40 : 0),
          },
          {
            metricName: 'p95_latency_ms',
            unit: 'ms' as const,
            at,
            value: 200 + (i % 7) + (isTrouble ? 400 : 0),
          },
        ];
      }).flat(),
    );
    return project;
  };

  it('is the one that its rule used, for every rule that fires, limits and totals included', async () => {
    const seen = new Set<string>();
    for (const rule of builtInRules) {
      const project = await projectOf(rule.name);
      const portal = startDetecting(database, {
        rules: [rule],
        projects: [
          {
            name: rule.name,
            ruleParameters:
              rule.name in LIMITS
                ? { [rule.name]: LIMITS[rule.name as keyof typeof LIMITS] }
                : {},
          },
        ],
      });
      const { failures } = await portal.run(NOW);
      expect(failures).toEqual([]);
      for (const alert of await alertsOf(database, project)) {
        if (alert.ruleName !== rule.name) continue;
        seen.add(
          alert.serviceName === ALL_SERVICES ? `${rule.name} total` : rule.name,
        );
        const evidence = await portal.evidence.explain(alert);
        expect(evidence.reproduced).toBe(true);
        // Of the points that were judged over the limit, one is the decision, number by number.
        const decided = evidence.points.filter(
          ({ fired, baseline, threshold }) =>
            fired &&
            Number(baseline!.toFixed(6)) === alert.baselineValue &&
            Number(threshold!.toFixed(6)) === alert.thresholdValue,
        );
        expect(decided.length).toBeGreaterThan(0);
        for (const { baseline, lower, upper } of decided) {
          if (lower === undefined) continue;
          expect(baseline).toBeGreaterThanOrEqual(lower!);
          expect(baseline).toBeLessThanOrEqual(upper!);
        }
      }
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'cost_limit',
        'cost_limit total',
        'cost_spike',
        'error_burst',
        'level_shift',
        'sudden_jump',
        'static_limit',
      ]),
    );
  });
});
