/** How outlets meet the systems that they tell: real servers, real clients. */
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { DefaultNotificationService } from '@backstage/plugin-notifications-node';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlertRecord, EventRecord } from '../../database';
import { announcementOf } from '../announcement';
import { Undeliverable, type Happening } from '../interfaces';
import { NotificationOutlet } from './NotificationOutlet';
import { WebhookOutlet } from './WebhookOutlet';

const ALERT: AlertRecord = {
  id: '01a2063e-a5ce-706f-af41-d88bda55a3a7',
  projectId: '01a2063e-0000-706f-af41-d88bda55a3a7',
  alertType: 'cost',
  status: 'open',
  severity: 'high',
  title: 'NAT Gateway cost tripled',
  description: 'Tuesday cost $141. Similar Tuesdays: $46. Limit: $60.',
  source: 'Cost Explorer',
  detectedAt: new Date('2026-11-18T06:14:00Z'),
  windowStart: new Date('2026-11-17T00:00:00Z'),
  windowEnd: new Date('2026-11-18T00:00:00Z'),
  serviceName: 'EC2 - Other',
  observedValue: 141,
  baselineValue: 46,
  thresholdValue: 60,
  ruleName: 'cost_spike',
  createdAt: new Date('2026-11-18T06:14:00Z'),
  updatedAt: new Date('2026-11-18T06:14:00Z'),
};

function happening(
  change: { status?: AlertRecord['status']; snoozedUntil?: Date } = {},
  news: Partial<EventRecord> = {},
): Happening {
  const alert = { ...ALERT, status: change.status ?? ALERT.status };
  const event: EventRecord = {
    id: '01a2063e-bda4-7120-bd47-8df26ee263bc',
    projectId: alert.projectId,
    entityType: 'alert',
    entityId: alert.id,
    eventType: 'created',
    message: 'system opened this alert',
    actor: 'system',
    metadata: {},
    createdAt: alert.createdAt,
    ...news,
  };
  return {
    event,
    alert,
    project: 'payments-api',
    snoozedUntil: change.snoozedUntil,
    announcement: announcementOf(event, alert, {
      project: 'payments-api',
      url: 'https://portal.example.com/guardrails/alerts/1',
    }),
  };
}

const servers: Server[] = [];

async function startServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

describe('notifications', () => {
  /** Through Backstage's own client, to a portal that answers with that status. */
  async function outlet(status: number) {
    const bodies: any[] = [];
    const baseUrl = await startServer((request, response) => {
      let text = '';
      request.on('data', chunk => {
        text += chunk;
      });
      request.on('end', () => {
        bodies.push(JSON.parse(text));
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end('[]');
      });
    });
    return {
      bodies,
      one: new NotificationOutlet({
        notifications: DefaultNotificationService.create({
          auth: mockServices.auth({ pluginId: 'guardrails' }),
          discovery: {
            getBaseUrl: async () => baseUrl,
            getExternalBaseUrl: async () => baseUrl,
          },
        }),
        owners: {
          byProject: async () =>
            new Map([['payments-api', new Set(['group:default/payments'])]]),
        },
        catalog: catalogServiceMock({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: 'ana', namespace: 'default' },
              spec: { profile: { email: 'ana@example.com' } },
            },
          ],
        }),
        auth: mockServices.auth({ pluginId: 'guardrails' }),
      }),
    };
  }

  it('are sent to the owners', async () => {
    const { one, bodies } = await outlet(200);
    expect(await one.deliver(happening())).toBe('delivered');
    expect(bodies).toMatchObject([
      {
        recipients: { type: 'entity', entityRef: ['group:default/payments'] },
        payload: { scope: `alert:${ALERT.id}`, topic: 'cost' },
      },
    ]);
  });

  it('are left out in a portal without the notifications plugin', async () => {
    const { one } = await outlet(404);
    expect(await one.deliver(happening())).toEqual({
      skipped: 'the portal has no notifications plugin',
    });
  });

  it('are tried again while the notifications plugin fails', async () => {
    const { one } = await outlet(503);
    await expect(one.deliver(happening())).rejects.toThrow('503');
  });

  it.each([
    ['ana@example.com', 'user:default/ana'],
    ['user:default/bob', 'user:default/bob'],
    ['nobody@example.com', undefined],
    ['system', undefined],
  ])('of what %s did are not for %s', async (actor, excluded) => {
    const { one, bodies } = await outlet(200);
    await one.deliver(
      happening(
        { status: 'resolved' },
        { eventType: 'status_changed', metadata: { to: 'resolved' }, actor },
      ),
    );
    expect(bodies[0].recipients.excludeEntityRef).toBe(excluded);
  });

  it('let a snoozed alert that becomes worse sleep, and tell that it is over', async () => {
    const { one, bodies } = await outlet(200);
    const snoozedUntil = new Date('2026-11-19T00:00:00Z');
    expect(
      await one.deliver(
        happening({ snoozedUntil }, { eventType: 'escalated' }),
      ),
    ).toEqual({ skipped: 'snoozed until 2026-11-19T00:00:00.000Z' });
    expect(
      await one.deliver(
        happening(
          { snoozedUntil, status: 'resolved' },
          { eventType: 'status_changed', metadata: { to: 'resolved' } },
        ),
      ),
    ).toBe('delivered');
    expect(bodies).toHaveLength(1);
  });

  it.each([
    ['that is new', 'resolved', 'created', {}],
    ['that is worse', 'resolved', 'escalated', {}],
    [
      'that is reopened',
      'resolved',
      'status_changed',
      { from: 'resolved', to: 'open' },
    ],
    [
      'that is resolved',
      'open',
      'status_changed',
      { from: 'open', to: 'resolved' },
    ],
    ['that is resolved', 'acknowledged', 'status_changed', { to: 'resolved' }],
  ] as const)(
    'do not tell of an alert %s when it is %s by now',
    async (_, status, eventType, metadata) => {
      const { one, bodies } = await outlet(200);
      expect(
        await one.deliver(happening({ status }, { eventType, metadata })),
      ).toEqual({
        skipped: expect.stringMatching(/^its alert is .* meanwhile$/),
      });
      expect(bodies).toEqual([]);
    },
  );
});

describe('the webhook', () => {
  const secret = `whsec_${Buffer.from('a-key-of-twenty-four-bytes').toString(
    'base64',
  )}`;
  const outletTo = (url: string) => new WebhookOutlet({ url, secret });

  it('does not follow a redirect: elsewhere the signature is nobody’s business', async () => {
    const visits: string[] = [];
    const elsewhere = await startServer((_, response) => {
      visits.push('elsewhere');
      response.end();
    });
    const url = await startServer((_, response) => {
      visits.push('here');
      response.writeHead(307, { location: elsewhere }).end();
    });
    await expect(outletTo(url).deliver(happening())).rejects.toThrow(
      /did not answer: unexpected redirect/,
    );
    expect(visits).toEqual(['here']);
  });

  it.each([400, 401, 404, 429, 500, 503])(
    'tries again after an answer of %s',
    async status => {
      const url = await startServer((_, response) =>
        response.writeHead(status).end(),
      );
      const refusal = await outletTo(url)
        .deliver(happening())
        .catch(error => error);
      expect(refusal).toBeInstanceOf(Error);
      expect(refusal).not.toBeInstanceOf(Undeliverable);
      expect(refusal.message).toMatch(
        new RegExp(`^127.0.0.1:\\d+ answered ${status}$`),
      );
    },
  );

  it('gives up after an answer of 410', async () => {
    const url = await startServer((_, response) =>
      response.writeHead(410).end(),
    );
    await expect(outletTo(url).deliver(happening())).rejects.toThrow(
      Undeliverable,
    );
  });

  it('does not wait for ever', async () => {
    const waited: number[] = [];
    const { timeout } = AbortSignal;
    jest.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
      waited.push(ms);
      return timeout.call(AbortSignal, 50);
    });
    const url = await startServer(() => {});
    await expect(outletTo(url).deliver(happening())).rejects.toThrow(
      /did not answer: no answer within 15 s/,
    );
    expect(waited).toEqual([15_000]);
  });

  it('names the host alone when nobody answers', async () => {
    const url = await startServer(() => {});
    servers[0].closeAllConnections();
    await new Promise(resolve => servers.splice(0)[0].close(resolve));
    const refusal = await outletTo(`${url}/hooks/a-token`)
      .deliver(happening())
      .catch(error => error);
    expect(refusal.message).toMatch(
      /^127.0.0.1:\d+ did not answer: ECONNREFUSED$/,
    );
  });
});
