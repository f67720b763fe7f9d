import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import type { Alert, AlertList } from '@cloudops/plugin-guardrails-common';
import type { Readable } from 'node:stream';
import { AlertCollatorFactory } from './AlertCollatorFactory';
import searchModule from '.';

function alert(id: string, more: Partial<Alert> = {}): Alert {
  return {
    id,
    project: 'payments-api',
    title: 'NAT Gateway cost tripled',
    description: 'Tuesday cost $141. Similar Tuesdays: $46.',
    severity: 'high',
    status: 'open',
    serviceName: 'AmazonVPC',
    ...more,
  } as Alert;
}

async function collected(stream: Readable): Promise<unknown[]> {
  return stream.toArray();
}

describe('the collator of alerts', () => {
  it('hands over every page of what is not resolved, with the project that decides who may find it', async () => {
    const asked: unknown[] = [];
    const pages: AlertList[] = [
      { items: [alert('1')], nextCursor: 'next', totalItems: 2 },
      { items: [alert('2', { project: 'ledger' })], totalItems: 2 },
    ];
    const factory = new AlertCollatorFactory({
      listAlerts: async query => {
        asked.push(query);
        return pages[asked.length - 1];
      },
    });
    const documents = await collected(await factory.getCollator());
    expect(asked).toEqual([
      { status: ['open', 'acknowledged'], limit: 200, cursor: undefined },
      { status: ['open', 'acknowledged'], limit: 200, cursor: 'next' },
    ]);
    expect(documents[0]).toEqual({
      title: 'NAT Gateway cost tripled',
      text: 'Tuesday cost $141. Similar Tuesdays: $46.',
      location: '/guardrails/alerts/1',
      project: 'payments-api',
      severity: 'high',
      status: 'open',
      subject: 'AmazonVPC',
      authorization: { resourceRef: 'payments-api' },
    });
    expect(documents).toHaveLength(2);
    expect(factory.visibilityPermission.name).toBe('guardrails.alert.read');
  });

  it('fails the index, which keeps the one before, when the alerts cannot be read', async () => {
    const factory = new AlertCollatorFactory({
      listAlerts: async () => {
        throw new Error('the database is away');
      },
    });
    await expect(collected(await factory.getCollator())).rejects.toThrow(
      'the database is away',
    );
  });
});

it('is added to the search of a portal', async () => {
  const addCollator = jest.fn();
  const backend = await startTestBackend({
    extensionPoints: [
      [
        searchIndexRegistryExtensionPoint,
        { addCollator, addDecorator: jest.fn() },
      ],
    ],
    features: [searchModule, mockServices.scheduler.factory()],
  });
  expect(addCollator).toHaveBeenCalledWith(
    expect.objectContaining({ factory: expect.any(AlertCollatorFactory) }),
  );
  await backend.stop();
});
