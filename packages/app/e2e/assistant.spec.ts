// An assistant works with alerts over MCP: a real client, the real portal.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from './harness/test';

test('an assistant finds an alert, reads why it fired, and works on it as its user', async ({
  api,
  baseURL,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  const client = new Client({ name: 'assistant', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(
      new URL(`${baseURL}/api/mcp-actions/v1`),
      {
        requestInit: {
          headers: { Authorization: `Bearer ${await api.token()}` },
        },
      },
    ),
  );
  const call = async (name: string, input: Record<string, unknown>) => {
    const { content, isError } = (await client.callTool({
      name: `guardrails.${name}`,
      arguments: input,
    })) as { content: { text: string }[]; isError?: boolean };
    const text = content.map(part => part.text).join('');
    return isError
      ? { error: text }
      : JSON.parse(text.replace(/^```json\s*|\s*```$/g, ''));
  };

  const { tools } = await client.listTools();
  const hints = Object.fromEntries(
    tools
      .filter(({ name }) => name.startsWith('guardrails.'))
      .map(({ name, annotations }) => [name, annotations]),
  );
  expect(hints['guardrails.explain-alert']).toMatchObject({
    readOnlyHint: true,
    destructiveHint: false,
  });
  expect(hints['guardrails.resolve-alert']).toMatchObject({
    readOnlyHint: false,
    destructiveHint: true,
  });

  const { items } = await call('list-alerts', {
    entityRef: 'component:default/storefront',
    status: ['open', 'acknowledged', 'resolved'],
  });
  expect(items.length).toBeGreaterThan(0);
  const [{ id, title }] = items;
  const explained = await call('explain-alert', { id });
  expect(explained.alert.title).toBe(title);
  expect(explained.reproduced).toBe(true);
  expect(explained.arithmetic.length).toBeGreaterThan(0);

  const [recommendation] = explained.recommendations;
  const assigned = await call('update-recommendation', {
    id: recommendation.id,
    owner: 'the assistant’s user',
    note: 'asked to by the user',
  });
  expect(assigned.recommendation.owner).toBe('the assistant’s user');
  const refused = await call('resolve-alert', {
    id: '00000000-0000-4000-8000-000000000000',
  });
  expect(refused.error).toContain('No alert has the id');
  await client.close();
});
