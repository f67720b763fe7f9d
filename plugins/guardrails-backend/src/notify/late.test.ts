import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { AlertStatus } from '@cloudops/plugin-guardrails-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { seedAlert, seedProject } from '../__testUtils__/seed';
import { AuditTrail } from '../audit';
import type { AlertRecord, Database } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { Dispatcher } from './Dispatcher';
import { NotificationOutlet } from './outlets/NotificationOutlet';

const databases = testDatabases(['SQLITE_3']);
const HOUR_MS = 3_600_000;

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

/** One notification stands for an alert, so that the last one told is what people see of it. */
describe('a notification that comes late', () => {
  let database: Database;
  let now: Date;
  let isDown: boolean;
  let sent: string[];
  let telling: Dispatcher;
  let alert: AlertRecord;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, 'SQLITE_3'));
    // Of the seeded events.
    [now, isDown, sent] = [new Date('2026-11-18T06:14:00Z'), false, []];
    telling = new Dispatcher({
      database,
      logger: mockServices.logger.mock(),
      alertUrl: id => id,
      clock: () => now,
      outlets: [
        new NotificationOutlet({
          notifications: {
            send: async ({ payload }: NotificationSendOptions) => {
              if (isDown) throw new Error('down');
              sent.push(payload.title.split(':')[0]);
            },
          },
          owners: {
            byProject: async () =>
              new Map([['payments-api', new Set(['group:default/payments'])]]),
          },
          catalog: catalogServiceMock({ entities: [] }),
          auth: mockServices.auth({ pluginId: 'guardrails' }),
        }),
      ],
    });
    alert = await seedAlert(
      database,
      await seedProject(database, 'payments-api'),
    );
  });

  const moved = async (to: AlertStatus) => {
    await database.transaction(async stores => {
      const { id, status: from } = (await stores.alerts.byId(alert.id))!;
      const after = await stores.alerts.transition(id, { from, to }, now);
      await new AuditTrail(stores, after!.updatedAt).alertStatusChanged(
        after!,
        { from, to, actor: mockCredentials.user().principal.userEntityRef },
      );
    });
  };
  const escalated = async () => {
    await database.transaction(async stores => {
      const after = await stores.alerts.extend(
        alert.id,
        { severity: 'high' },
        now,
      );
      await new AuditTrail(stores, after!.updatedAt).alertEscalated(after!, {
        from: 'medium',
        to: 'high',
        decision: DECISION,
      });
    });
  };
  /** An hour later, when all that failed is due again. */
  const later = async () => {
    now = new Date(now.getTime() + HOUR_MS);
    await telling.dispatch();
  };

  it('tells nobody that an alert is new which was resolved before it could be told', async () => {
    isDown = true;
    await telling.dispatch();
    await moved('resolved');
    isDown = false;
    await later();

    expect(sent).toEqual(['Resolved']);
  });

  it('tells nobody that an alert is open again which was resolved anew meanwhile', async () => {
    await telling.dispatch();
    await moved('resolved');
    await telling.dispatch();
    isDown = true;
    await moved('open');
    await telling.dispatch();
    await moved('resolved');
    isDown = false;
    await later();

    expect(sent).toEqual(['New', 'Resolved', 'Resolved']);
  });

  it('tells nobody that an alert got worse which is over, even at the first attempt', async () => {
    alert = await seedAlert(
      database,
      await seedProject(database, 'payments-api'),
      { severity: 'medium' },
    );
    await telling.dispatch();
    sent.length = 0;
    await escalated();
    await moved('resolved');
    await telling.dispatch();

    expect(sent).toEqual(['Resolved']);
  });

  it('still tells of an alert that is new, once the portal can again', async () => {
    isDown = true;
    await telling.dispatch();
    isDown = false;
    await later();

    expect(sent).toEqual(['New']);
  });
});
