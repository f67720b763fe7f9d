import { startChanging, type Changing } from '../__testUtils__/changes';
import { seedAlert, seedRecommendation } from '../__testUtils__/seed';
import { AuditTrail } from '../audit';
import { ENGINES, testDatabases } from '../database/__testUtils__/engines';
import { replayAlert, replayRecommendation } from './__testUtils__/replay';

jest.setTimeout(120_000);

const databases = testDatabases();

const DECISION = {
  rule: 'cost_spike',
  ruleVersion: 1,
  parameters: {},
  unit: 'USD',
  inputs: { from: '', to: '', points: 29, periodSeconds: 86_400 },
  verdict: { at: '', observed: 141, baseline: 46, threshold: 60 },
};

const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'];
const RECOMMENDATION_STATUSES = ['open', 'in_progress', 'done', 'dismissed'];

/** The same histories in every run: mulberry32, a generator of 32 bits. */
function generator(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return choices => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return choices[((t ^ (t >>> 14)) >>> 0) % choices.length];
  };
}

/** What each of fifty people wants, one after the other of the choices. */
function ofFifty<T>(choices: readonly T[]): T[] {
  return Array.from({ length: 50 }, (_, i) => choices[i % choices.length]);
}

describe.each(ENGINES)('the trail on %s', engine => {
  let changing: Changing;

  beforeAll(async () => {
    changing = await startChanging(databases, engine);
  });
  afterAll(() => changing.guardrails.stop());

  /** The whole row, and until when it is snoozed. */
  const alertState = async (id: string) => {
    const snoozes = await changing.database.alerts.snoozes([id], new Date());
    return {
      ...(await changing.database.alerts.byId(id))!,
      snoozedUntil: snoozes.get(id)?.toISOString(),
    };
  };
  /** The whole row, and what it is expected to save. */
  const adviceState = async (id: string) => {
    const { alertId } = (await changing.database.recommendations.byId(id))!;
    return (await changing.database.recommendations.byAlert(alertId)).find(
      each => each.id === id,
    );
  };
  const alertReplayed = async (id: string) =>
    replayAlert(
      await changing.database.events.byEntity('alert', id),
      new Date(),
    );

  const allAtOnce = (id: string, statuses: string[], etag: string) =>
    Promise.all(
      statuses.map(status =>
        changing.patch(`/alerts/${id}`, { status }).set('If-Match', etag),
      ),
    );

  it('rebuilds every row after long random histories', async () => {
    const pick = generator(20261122);
    const alerts: string[] = [];
    const advice: string[] = [];
    for (let i = 0; i < 8; i++) {
      const alert = await seedAlert(changing.database, changing.project);
      alerts.push(alert.id);
      const made = await seedRecommendation(changing.database, alert);
      await new AuditTrail(
        changing.database,
        made.createdAt,
      ).recommendationsCreated([made], 'rds');
      advice.push(made.id);
    }
    /** As a run does it that finds an alert worse: the next day, and what to do about it with it. */
    const worse = (i: number) =>
      changing.database.transaction(async stores => {
        const before = (await stores.alerts.byIdForUpdate(alerts[i]))!;
        const now = new Date();
        const after = await stores.alerts.extend(
          before.id,
          {
            severity: pick(['low', 'medium', 'high']),
            title: `${before.title}!`,
            description: 'more of it',
            windowEnd: new Date(before.windowEnd.getTime() + 86_400_000),
            observedValue: before.observedValue + 0.1,
            baselineValue: before.baselineValue + 0.000001,
            thresholdValue: before.thresholdValue + 1,
            ruleName: pick(['cost_spike', 'cost_drift']),
          },
          now,
        );
        if (after) {
          const trail = new AuditTrail(stores, after.updatedAt);
          await (after.severity === before.severity
            ? trail.alertRecurred(after, DECISION)
            : trail.alertEscalated(after, {
                from: before.severity,
                to: after.severity,
                decision: DECISION,
              }));
        }
        const size = {
          impact: `about $${after?.observedValue} a month`,
          actionSteps: ['One', 'Two', 'Three'],
          savesPerMonth: pick([undefined, 12.3456, 700]),
        };
        const { impact } = (await stores.recommendations.byIdForUpdate(
          advice[i],
        ))!;
        const resized = await stores.recommendations.resize(
          advice[i],
          size,
          now,
        );
        if (resized) {
          await new AuditTrail(stores, resized.updatedAt).recommendationResized(
            resized,
            impact,
          );
        }
        return { status: 200 };
      });
    const later = () =>
      new Date(Date.now() + pick([60_000, 86_400_000])).toISOString();
    const alertChange = () => ({
      ...(pick([true, true, false]) && { status: pick(ALERT_STATUSES) }),
      ...(pick([true, false]) && { snoozedUntil: pick([later(), null]) }),
      note: 'on we go',
    });
    const steps = [
      () => changing.patch(`/alerts/${pick(alerts)}`, alertChange()),
      () =>
        changing.post('/alerts/bulk', {
          ids: [...new Set([pick(alerts), pick(alerts), pick(alerts)])],
          ...alertChange(),
        }),
      () => changing.post(`/alerts/${pick(alerts)}/notes`, { note: 'well' }),
      () =>
        changing.patch(`/recommendations/${pick(advice)}`, {
          ...(pick([true, false]) && { status: pick(RECOMMENDATION_STATUSES) }),
          owner: pick(['ana', 'bob', 'User:bob', null]),
        }),
      () => worse(alerts.indexOf(pick(alerts))),
    ];
    const answers = new Set<number>();
    for (let i = 0; i < 300; i++) answers.add((await pick(steps)()).status);

    expect([...answers].sort()).toEqual([200, 201, 409]);
    for (const id of alerts) {
      expect(await alertReplayed(id)).toEqual(await alertState(id));
    }
    for (const id of advice) {
      expect(
        replayRecommendation(
          await changing.database.events.byEntity('recommendation', id),
        ),
      ).toEqual(await adviceState(id));
    }
  });

  it('has one winner of 50 who change an alert that they all saw alike', async () => {
    const { id } = await seedAlert(changing.database, changing.project);
    for (let round = 0; round < 10; round++) {
      const { body } = await changing.guardrails.api.get(
        `/api/guardrails/alerts/${id}`,
      );
      const answers = await allAtOnce(
        id,
        ofFifty<string>(body.allowedTransitions),
        body.etag,
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter(status => status === 200)).toHaveLength(1);
      expect(
        statuses.filter(status => ![200, 409, 412].includes(status)),
      ).toEqual([]);
      expect(await alertReplayed(id)).toEqual(await alertState(id));
    }
    expect(
      (await changing.eventsOf('alert', id)).filter(
        ({ eventType }) => eventType === 'status_changed',
      ),
    ).toHaveLength(10);
  });

  it('has an event for each of those of 50 who win, one after the other, without a version', async () => {
    const { id } = await seedAlert(changing.database, changing.project);
    const answers = await Promise.all(
      ofFifty(ALERT_STATUSES).map(status =>
        changing.patch(`/alerts/${id}`, { status }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => ![200, 409].includes(status))).toEqual([]);
    const events = await changing.eventsOf('alert', id);
    const moves = events
      .filter(({ eventType }) => eventType === 'status_changed')
      .map(({ metadata }) => metadata as { from: string; to: string });
    expect(moves).toHaveLength(
      statuses.filter(status => status === 200).length,
    );
    expect(moves.map(({ from }) => from)).toEqual([
      'open',
      ...moves.slice(0, -1).map(({ to }) => to),
    ]);
    expect(await alertReplayed(id)).toEqual(await alertState(id));
  });
});
