import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { exportHistory } from './historyCsv';

function event(number: number, message = 'opened'): AuditEvent {
  return {
    id: String(number),
    project: 'payments-api',
    entityType: 'alert',
    entityId: 'a',
    eventType: 'created',
    message,
    actor: 'system',
    metadata: { rule: 'cost_spike' },
    createdAt: '2026-11-18T06:14:00Z',
  };
}

it('reads every page of what is asked for, a line for each event', async () => {
  const asked: unknown[] = [];
  const { csv, events, cut } = await exportHistory(
    {
      listEvents: async query => {
        asked.push(query);
        return query?.cursor
          ? { items: [event(2, '=SUM(A1), "quoted"')] }
          : { items: [event(1)], nextCursor: 'next' };
      },
    },
    { project: 'payments-api' },
  );
  expect(asked).toEqual([
    { project: 'payments-api', limit: 200 },
    { project: 'payments-api', limit: 200, cursor: 'next' },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'at,actor,project,about,id,event,message,metadata',
    '2026-11-18T06:14:00Z,system,payments-api,alert,a,created,opened,"{""rule"":""cost_spike""}"',
    `2026-11-18T06:14:00Z,system,payments-api,alert,a,created,"'=SUM(A1), ""quoted""","{""rule"":""cost_spike""}"`,
    '',
  ]);
  expect({ events, cut }).toEqual({ events: 2, cut: false });
});

it('ends where nobody reads on, and says so', async () => {
  const { events, cut } = await exportHistory(
    {
      listEvents: async () => ({
        items: Array.from({ length: 200 }, (_, number) => event(number)),
        nextCursor: 'more',
      }),
    },
    {},
  );
  expect({ events, cut }).toEqual({ events: 10_000, cut: true });
});
