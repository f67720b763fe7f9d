import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  notificationService,
  type NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import {
  signalsServiceRef,
  type SignalPayload,
} from '@backstage/plugin-signals-node';
import type { AlertAnnouncement } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { CALLERS } from '../__testUtils__/people';
import {
  seedAlert,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { AuditTrail } from '../audit';
import type { AlertRecord, Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { Dispatcher } from './Dispatcher';
import { Undeliverable, type Happening, type Outlet } from './interfaces';

const SECRET = `whsec_${Buffer.from('a-key-of-twenty-four-bytes').toString(
  'base64',
)}`;

const PREVIOUS = `whsec_${Buffer.from('the-key-of-the-year-before').toString(
  'base64',
)}`;

const DECISION = {
  rule: 'cost_spike',
  ruleVersion: 1,
  parameters: {},
  unit: 'USD',
  inputs: {
    from: '2026-10-20T00:00:00.000Z',
    to: '2026-11-17T00:00:00.000Z',
    points: 29,
    periodSeconds: 86_400,
  },
  verdict: {
    at: '2026-11-17T00:00:00.000Z',
    observed: 141,
    baseline: 46,
    threshold: 60,
  },
};

const databases = testDatabases();
const realTimeout = setTimeout;

interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks that answers what it is told to. */
async function startReceiver() {
  const posted: Posted[] = [];
  const answers: number[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      posted.push({
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    posted,
    answers,
    url: `http://127.0.0.1:${port}/hooks/a-token-in-the-path`,
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

async function until<T>(
  what: string,
  look: () => T | undefined | false,
): Promise<T> {
  for (let i = 0; i < 1500; i += 1) {
    const found = look();
    if (found) return found;
    await pause(20);
  }
  throw new Error(`no ${what} came`);
}

describe.each(ENGINES)('telling people on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let knex: Knex;
  const notifications: NotificationSendOptions[] = [];
  const signals: SignalPayload[] = [];
  const published: { topic: string; announcement: AlertAnnouncement }[] = [];

  beforeAll(async () => {
    receiver = await startReceiver();
    const opened = await openDatabase(databases, engine);
    knex = opened.knex;
    // Before the start: old news that nobody is to be told of.
    const before = await seedProject(opened.database, 'payments-api');
    await seedAlert(opened.database, before, { title: 'long ago' });
    const recorded = <T>(ref: any, service: T) =>
      createServiceFactory({ service: ref, deps: {}, factory: () => service });
    guardrails = await startGuardrails({
      knex: opened.knex,
      config: {
        app: { baseUrl: 'https://portal.example.com/' },
        guardrails: {
          notify: {
            webhook: {
              url: receiver.url,
              secret: SECRET,
              previousSecret: PREVIOUS,
            },
          },
        },
      },
      features: [
        recorded(notificationService, {
          send: async (sent: NotificationSendOptions) =>
            void notifications.push(sent),
        }),
        recorded(signalsServiceRef, {
          publish: async (signal: SignalPayload) => void signals.push(signal),
        }),
        recorded(eventsServiceRef, {
          subscribe: async () => {},
          publish: async (event: { topic: string; eventPayload: any }) =>
            void published.push({
              topic: event.topic,
              announcement: event.eventPayload,
            }),
        }),
      ],
    });
    database = opened.database;
    project = before;
  });
  afterAll(async () => {
    await guardrails?.stop();
    await receiver?.stop();
  });

  /** As a detection run does it, now. */
  async function openAlert(title: string): Promise<AlertRecord> {
    return database.transaction(async stores => {
      const now = new Date();
      const alert = await stores.alerts.insert(
        {
          projectId: project.id,
          alertType: 'cost',
          severity: 'high',
          title,
          description: 'Tuesday cost $141. Similar Tuesdays: $46. Limit: $60.',
          source: 'Cost Explorer',
          detectedAt: now,
          windowStart: new Date('2026-11-17T00:00:00Z'),
          windowEnd: new Date('2026-11-18T00:00:00Z'),
          serviceName: title,
          observedValue: 141,
          baselineValue: 46,
          thresholdValue: 60,
          ruleName: 'cost_spike',
        },
        now,
      );
      await new AuditTrail(stores, now).alertCreated(alert!, DECISION);
      return alert!;
    });
  }
  const change = (path: string, body: object) =>
    guardrails.api
      .patch(`/api/guardrails${path}`)
      .set('Authorization', CALLERS.owner.toString())
      .send(body)
      .expect(200);
  /** Until notifications have taken, or left out, an event of an alert. */
  async function isSettled({ id }: AlertRecord, eventType: string) {
    for (let i = 0; i < 1500; i += 1) {
      const settled = await knex('deliveries')
        .join('events', 'events.id', 'deliveries.event_id')
        .where({ entity_id: id, event_type: eventType })
        .where({ outlet: 'notifications' })
        .whereNot('status', 'pending')
        .first('status');
      if (settled) return;
      await pause(20);
    }
    throw new Error(`${eventType} was not settled`);
  }
  /** Its owners have been told that it is new. */
  async function isNoticed(alert: AlertRecord) {
    // Somebody's note makes the dispatcher look.
    await guardrails.api
      .post(`/api/guardrails/alerts/${alert.id}/notes`)
      .set('Authorization', CALLERS.owner.toString())
      .send({ note: 'seen' })
      .expect(201);
    await isSettled(alert, 'created');
  }
  const toldOf = ({ id }: AlertRecord) =>
    notifications.filter(({ payload }) => payload.scope === `alert:${id}`);
  const publishedOf = ({ id }: AlertRecord) =>
    published.filter(({ announcement }) => announcement.alert.id === id);
  const postedOf = ({ id }: AlertRecord) =>
    receiver.posted.filter(({ body }) => JSON.parse(body).data.alert.id === id);

  it('notifies the owners of the project’s entities, one notification for each alert', async () => {
    const alert = await openAlert('NAT Gateway cost tripled');
    await isNoticed(alert);
    await change(`/alerts/${alert.id}`, { status: 'acknowledged' });
    await change(`/alerts/${alert.id}`, { status: 'resolved' });

    const [opened, resolved] = await until(
      'second notification',
      () => toldOf(alert).length === 2 && toldOf(alert),
    );
    expect(opened).toEqual({
      recipients: { type: 'entity', entityRef: ['group:default/payments'] },
      payload: {
        title: 'New: NAT Gateway cost tripled (payments-api)',
        description: 'Tuesday cost $141. Similar Tuesdays: $46. Limit: $60.',
        link: `/guardrails/alerts/${alert.id}`,
        severity: 'high',
        topic: 'cost',
        scope: `alert:${alert.id}`,
      },
    });
    expect(resolved.payload).toMatchObject({
      title: 'Resolved: NAT Gateway cost tripled (payments-api)',
      severity: 'low',
      scope: `alert:${alert.id}`,
    });
    // Ana resolved it herself; the trail knows her by her email.
    expect(resolved.recipients).toMatchObject({
      excludeEntityRef: 'user:default/ana',
    });
  });

  it('lets a snoozed alert that becomes worse sleep', async () => {
    const alert = await openAlert('ECS cost doubled');
    await change(`/alerts/${alert.id}`, {
      snoozedUntil: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await database.transaction(async stores => {
      await new AuditTrail(stores, new Date()).alertEscalated(alert, {
        from: 'medium',
        to: 'high',
        decision: DECISION,
      });
    });
    // Somebody's change elsewhere makes the dispatcher look.
    const other = await openAlert('EKS cost doubled');
    await change(`/alerts/${other.id}`, { status: 'acknowledged' });
    await isSettled(alert, 'escalated');
    await change(`/alerts/${alert.id}`, { status: 'resolved' });

    await until('second notification', () => toldOf(alert).length === 2);
    expect(toldOf(alert).map(({ payload }) => payload.title)).toEqual([
      'New: ECS cost doubled (payments-api)',
      'Resolved: ECS cost doubled (payments-api)',
    ]);
  });

  it('tells nobody that an alert became worse which is resolved by then', async () => {
    const alert = await openAlert('Glue cost doubled');
    await isNoticed(alert);
    await change(`/alerts/${alert.id}`, { status: 'resolved' });
    // Written by a replica that was slow to tell.
    await database.transaction(async stores => {
      await new AuditTrail(stores, new Date()).alertEscalated(alert, {
        from: 'medium',
        to: 'high',
        decision: DECISION,
      });
    });
    const other = await openAlert('Kinesis cost doubled');
    await change(`/alerts/${other.id}`, { status: 'acknowledged' });
    await isSettled(alert, 'escalated');

    expect(toldOf(alert).map(({ payload }) => payload.title)).toEqual([
      'New: Glue cost doubled (payments-api)',
      'Resolved: Glue cost doubled (payments-api)',
    ]);
  });

  it('publishes every change on the events bus, in order', async () => {
    const alert = await openAlert('RDS cost doubled');
    await change(`/alerts/${alert.id}`, { status: 'acknowledged' });
    await change(`/alerts/${alert.id}`, { status: 'resolved' });
    await change(`/alerts/${alert.id}`, { status: 'open' });

    const events = await until(
      'fourth event',
      () => publishedOf(alert).length === 4 && publishedOf(alert),
    );
    expect(events.map(({ topic }) => topic)).toEqual([
      'guardrails.alert.opened',
      'guardrails.alert.changed',
      'guardrails.alert.resolved',
      'guardrails.alert.opened',
    ]);
    expect(events[1].announcement).toMatchObject({
      change: 'status_changed',
      actor: 'ana@example.com',
      alert: {
        project: 'payments-api',
        type: 'cost',
        service: 'RDS cost doubled',
        observedValue: 141,
        url: `https://portal.example.com/guardrails/alerts/${alert.id}`,
      },
    });
  });

  it('sends open pages ids and nothing else', async () => {
    const alert = await openAlert('Lambda cost doubled');
    const recommendation = await seedRecommendation(database, alert);
    await change(`/recommendations/${recommendation.id}`, {
      status: 'in_progress',
    });

    const signal = await until('signal', () =>
      signals.find(
        ({ message }) =>
          message.type === 'recommendation' && message.alertId === alert.id,
      ),
    );
    expect(signal).toEqual({
      recipients: { type: 'broadcast' },
      channel: 'guardrails',
      message: {
        type: 'recommendation',
        id: recommendation.id,
        alertId: alert.id,
      },
    });
    expect(signals.map(({ message }) => message)).toContainEqual({
      type: 'alert',
      id: alert.id,
    });
  });

  it('posts to the webhook what its receiver can verify', async () => {
    const alert = await openAlert('S3 cost doubled');
    await change(`/alerts/${alert.id}`, { status: 'acknowledged' });

    const [opened] = await until(
      'second request',
      () => postedOf(alert).length === 2 && postedOf(alert),
    );
    const verified = new Webhook(SECRET).verify(
      opened.body,
      opened.headers as Record<string, string>,
    ) as { type: string; data: AlertAnnouncement };
    expect(verified.type).toBe('guardrails.alert.opened');
    // Also with the secret before, which its receivers may still have; not with anybody else's.
    const isSignedBy = (secret: string) => {
      try {
        new Webhook(secret).verify(
          opened.body,
          opened.headers as Record<string, string>,
        );
        return true;
      } catch {
        return false;
      }
    };
    const another = Buffer.from('a-key-that-nobody-signs-by').toString(
      'base64',
    );
    expect([PREVIOUS, `whsec_${another}`].map(isSignedBy)).toEqual([
      true,
      false,
    ]);
    expect(verified.data.id).toBe(opened.headers['webhook-id']);
    expect(() =>
      new Webhook(SECRET).verify(
        opened.body.replace('S3', 'EC2'),
        opened.headers as Record<string, string>,
      ),
    ).toThrow('No matching signature found');
  });

  it('gives up where the receiver says that it is gone, and the alert’s timeline says so', async () => {
    const alert = await openAlert('EBS cost doubled');
    receiver.answers.push(410);
    await change(`/alerts/${alert.id}`, { status: 'acknowledged' });

    let failure;
    for (let i = 0; i < 500 && !failure; i += 1) {
      await pause(20);
      failure = (await database.events.byEntity('alert', alert.id)).find(
        ({ eventType }) => eventType === 'announcement_failed',
      );
    }
    expect(failure).toMatchObject({
      actor: 'system',
      message: expect.stringMatching(
        /^system tried once to tell webhook of this alert and gave up: 127\.0\.0\.1:\d+ answered 410: it is gone$/,
      ),
    });
    expect(JSON.stringify(failure)).not.toContain('a-token-in-the-path');
  });

  it('tells nobody of what was before it was set up', () => {
    expect(
      published.filter(
        ({ announcement }) => announcement.alert.title === 'long ago',
      ),
    ).toEqual([]);
  });
});

/** What an outlet waits for. A test answers before it ends: what goes on after it would fail another one. */
function answeredLater() {
  let answer = () => {};
  const answered = new Promise<void>(done => {
    answer = done;
  });
  return { answer, answered };
}

describe.each(ENGINES)('announcements on %s', engine => {
  const HOUR_MS = 3_600_000;
  let database: Database;
  let now: Date;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    // Of the seeded events.
    now = new Date('2026-11-18T06:14:00Z');
  });

  function outlet(deliver: (happening: Happening) => Promise<void>) {
    const told: string[] = [];
    const one: Outlet = {
      name: 'pager',
      deliver: async happening => {
        await deliver(happening);
        told.push(happening.alert.id);
        return 'delivered';
      },
    };
    return { one, told };
  }
  function dispatcher(...outlets: Outlet[]) {
    return new Dispatcher({
      database,
      logger: mockServices.logger.mock(),
      outlets,
      alertUrl: id => id,
      clock: () => now,
    });
  }

  it('are made once, however many replicas look for news', async () => {
    const { one, told } = outlet(() => pause(5));
    const replicas = Array.from({ length: 4 }, () => dispatcher(one));
    const project = await seedProject(database, 'payments-api');
    const alerts = [];
    for (let i = 0; i < 20; i += 1) {
      alerts.push(await seedAlert(database, project));
    }

    await Promise.all(replicas.map(each => each.dispatch()));
    await Promise.all(replicas.map(each => each.dispatch()));

    expect([...told].sort()).toEqual(alerts.map(({ id }) => id).sort());
  });

  it('end with the one that is being made when the portal shuts down', async () => {
    const begin = answeredLater();
    const end = answeredLater();
    const { one, told } = outlet(() => {
      begin.answer();
      return end.answered;
    });
    const hooks: (() => void | Promise<void>)[] = [];
    const portal = dispatcher(one);
    await portal.start(mockServices.scheduler.mock(), {
      addBeforeShutdownHook: hook => hooks.push(hook),
    });
    const project = await seedProject(database, 'payments-api');
    const first = await seedAlert(database, project);
    const second = await seedAlert(database, project);
    const telling = portal.dispatch();
    await begin.answered;

    const shutdown = Promise.all(hooks.map(hook => hook()));
    end.answer();
    await shutdown;
    await telling;
    await portal.dispatch();

    expect(told).toEqual([first.id]);
    await dispatcher(one).dispatch();
    expect(told).toEqual([first.id, second.id]);
  });

  describe('of one alert', () => {
    const seedTwo = async () => {
      const project = await seedProject(database, 'payments-api');
      const first = await seedAlert(database, project);
      const other = await seedAlert(database, project);
      return { first, other };
    };
    const resolve = (alert: AlertRecord) =>
      database.transaction(async stores => {
        const move = { from: 'open', to: 'resolved' } as const;
        const after = await stores.alerts.transition(alert.id, move, now);
        await new AuditTrail(stores, now).alertStatusChanged(after!, {
          ...move,
          actor: 'ana@example.com',
        });
      });
    function recording(deliver: (happening: Happening) => Promise<void>) {
      const told: string[] = [];
      const one: Outlet = {
        name: 'pager',
        deliver: async happening => {
          await deliver(happening);
          told.push(`${happening.event.eventType} ${happening.alert.id}`);
          return 'delivered';
        },
      };
      return { one, told };
    }

    it('are told by several replicas in the order in which things happened', async () => {
      const { first, other } = await seedTwo();
      const { answer, answered } = answeredLater();
      const { one, told } = recording(({ event }) =>
        event.entityId === first.id && event.eventType === 'created'
          ? answered
          : Promise.resolve(),
      );
      const slow = dispatcher(one);
      const quick = dispatcher(one);
      await resolve(first);
      const telling = slow.dispatch();
      // Nothing else is free for the other replica but what is of the other alert.
      for (let i = 0; i < 100 && told.length === 0; i += 1) {
        await pause(20);
        await quick.dispatch();
      }
      await quick.dispatch();
      expect(told).toEqual([`created ${other.id}`]);
      answer();
      await telling;

      expect(told).toEqual([
        `created ${other.id}`,
        `created ${first.id}`,
        `status_changed ${first.id}`,
      ]);
    });

    it('wait for one that is tried again, those of other alerts do not', async () => {
      const { first, other } = await seedTwo();
      let isDown = true;
      const { one, told } = recording(async ({ event }) => {
        if (isDown && event.entityId === first.id) throw new Error('busy');
      });
      await resolve(first);
      await dispatcher(one).dispatch();
      expect(told).toEqual([`created ${other.id}`]);
      isDown = false;
      now = new Date(now.getTime() + HOUR_MS);
      await dispatcher(one).dispatch();

      expect(told).toEqual([
        `created ${other.id}`,
        `created ${first.id}`,
        `status_changed ${first.id}`,
      ]);
    });

    it('do not wait for one that was given up', async () => {
      const { first, other } = await seedTwo();
      const { one, told } = recording(async ({ event }) => {
        if (event.entityId === first.id && event.eventType === 'created') {
          throw new Undeliverable('gone');
        }
      });
      await resolve(first);
      await dispatcher(one).dispatch();

      expect(told).toEqual([
        `created ${other.id}`,
        `status_changed ${first.id}`,
      ]);
    });
  });

  it('are tried again ever more rarely until they succeed', async () => {
    let attempts = 0;
    const { one, told } = outlet(async () => {
      attempts += 1;
      if (attempts < 4) throw new Error('busy');
    });
    const telling = dispatcher(one);
    const { id } = await seedAlert(
      database,
      await seedProject(database, 'payments-api'),
    );
    const pauses: number[] = [];
    for (let seconds = 0; told.length === 0 && seconds < 3600; seconds += 1) {
      const before = attempts;
      await telling.dispatch();
      if (attempts > before) pauses.push(seconds);
      now = new Date(now.getTime() + 1000);
    }

    expect(told).toEqual([id]);
    expect(pauses).toEqual([0, 10, 30, 70]);
  });

  it('are not made of what is older than a day', async () => {
    const { one, told } = outlet(async () => {});
    const project = await seedProject(database, 'payments-api');
    const { id } = await seedAlert(database, project);
    await dispatcher(one).dispatch();
    const missed = await seedAlert(database, project, {}, now);
    now = new Date(now.getTime() + 24 * HOUR_MS + 1000);
    // A portal that stood still for a day.
    await dispatcher(one).dispatch();
    expect(told).toEqual([id]);
    now = new Date(now.getTime() - 2000);
    await dispatcher(one).dispatch();
    expect(told).toEqual([id, missed.id]);
  });

  it('are not made to an outlet that is new of what was before it', async () => {
    const { one, told } = outlet(async () => {});
    const project = await seedProject(database, 'payments-api');
    await seedAlert(database, project, {}, new Date(now.getTime() - 1));
    const telling = dispatcher(one);
    await telling.dispatch();
    const { id } = await seedAlert(database, project, {}, now);
    await telling.dispatch();

    expect(told).toEqual([id]);
  });

  it('are made of what a long job committed well after the moment that it bears', async () => {
    const { one, told } = outlet(async () => {});
    const telling = dispatcher(one);
    const project = await seedProject(database, 'payments-api');
    const { id } = await seedAlert(database, project);
    await telling.dispatch();
    const began = new Date(now.getTime() - HOUR_MS);
    const late = await seedAlert(database, project, {}, began);
    now = new Date(now.getTime() + 30_000);
    await telling.dispatch();

    expect(told).toEqual([id, late.id]);
  });

  it('are given up after ten attempts, with an event that is not announced in turn', async () => {
    let attempts = 0;
    const { one } = outlet(async () => {
      attempts += 1;
      throw new Error('busy');
    });
    const telling = dispatcher(one);
    const { id } = await seedAlert(
      database,
      await seedProject(database, 'payments-api'),
    );
    for (let i = 0; i < 20; i += 1) {
      await telling.dispatch();
      now = new Date(now.getTime() + HOUR_MS);
    }

    expect(attempts).toBe(10);
    const events = await database.events.byEntity('alert', id);
    expect(events.map(({ eventType }) => eventType)).toEqual([
      'created',
      'announcement_failed',
    ]);
    expect(events[1].metadata).toMatchObject({
      outlet: 'pager',
      attempts: 10,
      reason: 'busy',
    });
  });

  it('are given up at once where another attempt would not help', async () => {
    let attempts = 0;
    const { one } = outlet(async () => {
      attempts += 1;
      throw new Undeliverable('gone');
    });
    await seedAlert(database, await seedProject(database, 'payments-api'));
    const telling = dispatcher(one);

    await telling.dispatch();
    now = new Date(now.getTime() + HOUR_MS);
    await telling.dispatch();

    expect(attempts).toBe(1);
  });

  it('are taken over when the replica that claimed them died', async () => {
    const project = await seedProject(database, 'payments-api');
    const silence = answeredLater();
    const died = dispatcher(outlet(() => silence.answered).one);
    const { one, told } = outlet(async () => {});
    const { id } = await seedAlert(database, project);
    const neverTold = died.dispatch();
    await pause(300);

    const heir = dispatcher(one);
    await heir.dispatch();
    expect(told).toEqual([]);
    now = new Date(now.getTime() + 61_000);
    await heir.dispatch();

    expect(told).toEqual([id]);
    silence.answer();
    await neverTold;
  });

  it('do not make one outlet wait for another that hangs', async () => {
    const silence = answeredLater();
    const hanging: Outlet = {
      name: 'hanging',
      deliver: async () => {
        await silence.answered;
        return 'delivered';
      },
    };
    const { one, told } = outlet(async () => {});
    const project = await seedProject(database, 'payments-api');
    const telling = dispatcher(hanging, one);
    const alerts = [];
    const dispatched = [];
    for (let i = 0; i < 3; i += 1) {
      alerts.push(await seedAlert(database, project));
      dispatched.push(telling.dispatch());
      await until('announcement', () => told.length === alerts.length);
    }

    expect(told).toEqual(alerts.map(({ id }) => id));
    silence.answer();
    await Promise.all(dispatched);
  });

  it('are tried again when an outlet never answers', async () => {
    const due: (() => void)[] = [];
    const waited: number[] = [];
    const timers = jest.spyOn(global, 'setTimeout').mockImplementation(((
      run: () => void,
      ms: number,
    ) => {
      if (ms !== 45_000) return realTimeout(run, ms);
      waited.push(ms);
      due.push(run);
      return { unref: () => {} };
    }) as any);
    try {
      let attempts = 0;
      const one: Outlet = {
        name: 'pager',
        deliver: async () => {
          attempts += 1;
          return attempts === 1 ? new Promise(() => {}) : 'delivered';
        },
      };
      await seedAlert(database, await seedProject(database, 'payments-api'));
      const telling = dispatcher(one);
      const told = telling.dispatch();
      await until('timer', () => due.length > 0);
      due[0]();
      await told;
      now = new Date(now.getTime() + 10_000);
      await telling.dispatch();
      expect(attempts).toBe(2);
      expect(waited[0]).toBe(45_000);
    } finally {
      timers.mockRestore();
    }
  });

  it('are not made twice when telling one takes long and many wait', async () => {
    const { one, told } = outlet(async () => {});
    const project = await seedProject(database, 'payments-api');
    const alerts = [];
    for (let i = 0; i < 5; i += 1) {
      alerts.push(await seedAlert(database, project));
    }
    const heir = dispatcher(one);
    const busy = dispatcher({
      name: one.name,
      deliver: async happening => {
        // Half as long as a claim lasts, by the clock of all replicas.
        now = new Date(now.getTime() + 30_000);
        await heir.dispatch();
        return one.deliver(happening);
      },
    });
    await busy.dispatch();

    expect([...told].sort()).toEqual(alerts.map(({ id }) => id).sort());
  });

  it('do not make one outlet wait for another', async () => {
    const broken: Outlet = {
      name: 'broken',
      deliver: async () => {
        throw new Error('down');
      },
    };
    const { one, told } = outlet(async () => {});
    const { id } = await seedAlert(
      database,
      await seedProject(database, 'payments-api'),
    );

    await dispatcher(broken, one).dispatch();

    expect(told).toEqual([id]);
  });
});
