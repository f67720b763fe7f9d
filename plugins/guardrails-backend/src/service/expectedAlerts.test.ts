import { mockServices } from '@backstage/backend-test-utils';
import { startChanging, type Changing } from '../__testUtils__/changes';
import { freezeClock } from '../__testUtils__/frozenClock';
import { NOW, seedAlert } from '../__testUtils__/seed';
import { AuditTrail, type AlertCreatedMetadata } from '../audit';
import { ENGINES, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();
const auditor = mockServices.auditor.mock();
const succeeded = jest.fn();
const failed = jest.fn();

beforeEach(() => {
  jest.clearAllMocks();
  auditor.createEvent.mockResolvedValue({ success: succeeded, fail: failed });
});

const DECISION: AlertCreatedMetadata = {
  rule: 'cost_spike',
  ruleVersion: 1,
  parameters: {},
  unit: 'USD',
  inputs: {
    from: '2026-10-20T00:00:00.000Z',
    to: '2026-11-18T00:00:00.000Z',
    points: 30,
    periodSeconds: 86_400,
  },
  verdict: {
    at: '2026-11-18T00:00:00.000Z',
    observed: 900,
    baseline: 198,
    threshold: 257.4,
  },
};

const inDays = (count: number) =>
  new Date(NOW.getTime() + count * 86_400_000).toISOString();

/** What the alert would have been called that a planned activity kept from opening. */
const SUPPRESSED = 'Amazon RDS cost tripled';

describe.each(ENGINES)('an alert that was expected on %s', engine => {
  let changing: Changing;

  beforeAll(async () => {
    changing = await startChanging(databases, engine, [auditor.factory]);
  });
  afterAll(() => changing.guardrails.stop());

  const seeded = () => seedAlert(changing.database, changing.project);
  const expectIt = (id: string, body: object = { reason: 'load test' }) =>
    changing.post(`/alerts/${id}/expected`, body);
  const suppressed = async (
    activityId: string,
    at: string,
    alertId?: string,
  ) => {
    const activity = await changing.database.plannedActivities.byId(activityId);
    await new AuditTrail(changing.database, new Date(at)).findingSuppressed(
      activity!,
      SUPPRESSED,
      {
        ...DECISION,
        service: 'Amazon RDS',
        alertId,
        reason: activity!.reason,
        plannedBy: activity!.plannedBy,
      },
    );
  };
  const activities = async (alertId: string) => {
    const { body } = await changing.guardrails.api.get(
      '/api/guardrails/planned-activities?state=all&limit=200',
    );
    return body.items.filter((each: any) => each.alertId === alertId);
  };

  it('is resolved, and its series kept quiet until then; both are in the trail', async () => {
    const alert = await seeded();
    const { status, body } = await expectIt(alert.id, {
      reason: 'load test',
      until: inDays(3),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: alert.id, status: 'resolved' });
    const [activity] = await activities(alert.id);
    expect(activity).toMatchObject({
      service: alert.serviceName,
      from: alert.windowStart.toISOString(),
      to: inDays(3),
      reason: 'load test',
      state: 'running',
      plannedBy: 'ana@example.com',
    });
    expect(body.events.at(-1)).toMatchObject({
      eventType: 'status_changed',
      actor: 'ana@example.com',
      message: `ana@example.com resolved "Amazon RDS cost doubled": "expected until ${inDays(
        3,
      )}: load test"`,
      metadata: { from: 'open', to: 'resolved', activityId: activity.id },
    });
    expect(await changing.eventsOf('alert', activity.id)).toMatchObject([
      { eventType: 'activity_planned', metadata: { alertId: alert.id } },
    ]);
  });

  it('says on its timeline what was kept off it, and what the activity that was planned by it kept quiet', async () => {
    const alert = await seeded();
    const {
      body: { id: plannedBefore },
    } = await changing.post('/planned-activities', {
      project: 'payments-api',
      service: alert.serviceName,
      from: inDays(0),
      to: inDays(2),
      reason: 'migration',
    });
    await suppressed(plannedBefore, inDays(-0.1), alert.id);
    await expectIt(alert.id, { reason: 'load test', until: inDays(3) });
    const [{ id: plannedByIt }] = await activities(alert.id);
    await suppressed(plannedByIt, inDays(1));
    await suppressed(plannedBefore, inDays(1));

    const { body } = await changing.guardrails.api.get(
      `/api/guardrails/alerts/${alert.id}`,
    );
    expect(
      body.events.map(({ eventType, entityId, metadata, title }: any) => [
        eventType,
        entityId,
        metadata.reason,
        title,
      ]),
    ).toEqual([
      ['created', alert.id, undefined, alert.title],
      ['finding_suppressed', plannedBefore, 'migration', SUPPRESSED],
      ['status_changed', alert.id, undefined, alert.title],
      ['finding_suppressed', plannedByIt, 'load test', SUPPRESSED],
    ]);
    const [explained] = await activities(alert.id);
    expect(explained.suppressed).toMatchObject([
      { service: 'Amazon RDS', title: SUPPRESSED },
    ]);
  });

  it('without an end is about its own window alone', async () => {
    const alert = await seeded();
    const { body } = await expectIt(alert.id);
    expect(body.events.at(-1).metadata.note).toBe('expected: load test');
    expect(await activities(alert.id)).toMatchObject([
      { to: alert.windowEnd.toISOString(), state: 'ended' },
    ]);
  });

  it('is a new version, which a stale one does not overtake', async () => {
    const { id } = await seeded();
    const { body: before } = await changing.patch(`/alerts/${id}`, {
      status: 'acknowledged',
    });
    const stale = await expectIt(id).set('If-Match', '"0"');
    expect(stale.status).toBe(412);
    expect(await activities(id)).toEqual([]);
    const { status, body } = await expectIt(id).set('If-Match', before.etag);
    expect(status).toBe(200);
    expect(body.etag).not.toBe(before.etag);
  });

  it('cannot be one that is resolved', async () => {
    const { id } = await seeded();
    await expectIt(id);
    const again = await expectIt(id);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      'status: the alert is resolved already; plan an activity to keep its series quiet, or reopen the alert first',
    ]);
    expect(await activities(id)).toHaveLength(1);
  });

  it.each([
    [
      'in the past',
      { reason: 'x', until: inDays(-1) },
      `until: got '${inDays(-1)}', takes a time from now on`,
    ],
    [
      'in more than 31 days',
      { reason: 'x', until: inDays(32) },
      `until: got '${inDays(32)}', takes a time from now on until '${inDays(
        31,
      )}'`,
    ],
    ['for no reason', {}, 'reason: is missing'],
  ])('is refused %s', async (_, body, message) => {
    const { id } = await seeded();
    const answer = await expectIt(id, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(message);
    expect(await activities(id)).toEqual([]);
  });

  it('is told to the portal’s auditor', async () => {
    const { id } = await seeded();
    await expectIt(id, { reason: 'load test', until: inDays(1) });
    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'alert-expected',
        meta: { alertId: id, until: inDays(1) },
      }),
    );
    expect(succeeded).toHaveBeenCalledTimes(1);
  });
});
