/** What is announced is what `docs/announcements.md` says, field by field. */
import { ALERT_TOPICS } from '@cloudops/plugin-guardrails-node';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AlertRecord, EventRecord } from '../database';
import { announcementOf } from './announcement';

const DOCUMENT = readFileSync(
  resolve(__dirname, '../../../../docs/announcements.md'),
  'utf8',
);
/** The names in the first column of the tables. */
const NAMES = [...DOCUMENT.matchAll(/^\| `([^`]+)` +\|/gm)].map(
  ([, name]) => name,
);
const EXAMPLE = JSON.parse(/```json\n([\s\S]*?)```/.exec(DOCUMENT)![1]);

const ALERT: AlertRecord = {
  id: '01a2063e-a5ce-706f-af41-d88bda55a3a7',
  projectId: '01a2063e-0000-706f-af41-d88bda55a3a7',
  alertType: 'cost',
  status: 'acknowledged',
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
  acknowledgedAt: new Date('2026-11-18T08:30:00Z'),
  createdAt: new Date('2026-11-18T06:14:00Z'),
  updatedAt: new Date('2026-11-18T08:30:00Z'),
};
const EVENT: EventRecord = {
  id: '01a2063e-bda4-7120-bd47-8df26ee263bc',
  projectId: ALERT.projectId,
  entityType: 'alert',
  entityId: ALERT.id,
  eventType: 'status_changed',
  message: 'ana@example.com acknowledged "NAT Gateway cost tripled"',
  actor: 'ana@example.com',
  metadata: { from: 'open', to: 'acknowledged' },
  createdAt: new Date('2026-11-18T08:30:00Z'),
};

function announced(event: Partial<EventRecord> = {}, alert = ALERT) {
  return announcementOf({ ...EVENT, ...event }, alert, {
    project: 'payments-api',
    url: `https://portal.example.com/guardrails/alerts/${alert.id}`,
  });
}

/** As JSON has it: what is undefined is not there. */
function pathsOf(value: object, prefix = ''): string[] {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .flatMap(([name, inner]) =>
      typeof inner === 'object'
        ? pathsOf(inner, `${prefix}${name}.`)
        : [`${prefix}${name}`],
    );
}

describe('the documented announcement', () => {
  it('is the example', () => {
    expect(JSON.parse(JSON.stringify(announced()))).toEqual(EXAMPLE);
  });

  it('has the fields of the table and no other, over both types of alerts', () => {
    const { serviceName: _, ...rest } = ALERT;
    const reliability = announced(
      {},
      { ...rest, alertType: 'reliability', metricName: '5xx_count' },
    );
    expect(
      [...new Set([...pathsOf(announced()), ...pathsOf(reliability)])].sort(),
    ).toEqual(NAMES.filter(name => !name.startsWith('guardrails.')).sort());
  });

  it('has the topics of the table and no other', () => {
    expect(Object.values(ALERT_TOPICS).sort()).toEqual(
      NAMES.filter(name => name.startsWith('guardrails.')).sort(),
    );
  });

  it.each([
    ['created', {}, 'opened'],
    ['status_changed', { from: 'resolved', to: 'open' }, 'opened'],
    ['status_changed', { from: 'open', to: 'resolved' }, 'resolved'],
    ['status_changed', { from: 'acknowledged', to: 'resolved' }, 'resolved'],
    ['status_changed', { from: 'acknowledged', to: 'open' }, 'changed'],
    ['status_changed', { from: 'open', to: 'acknowledged' }, 'changed'],
    ['escalated', { from: 'low', to: 'high' }, 'changed'],
    ['snoozed', { until: '2026-11-20T00:00:00.000Z' }, 'changed'],
  ] as const)('of %s %j has the topic %s', (eventType, metadata, topic) => {
    expect(announced({ eventType, metadata }).topic).toBe(ALERT_TOPICS[topic]);
  });
});
