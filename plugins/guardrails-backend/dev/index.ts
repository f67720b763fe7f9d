/**
 * The plugin on its own, for development: `yarn start` in this package. AWS is the simulator, the database is in
 * memory, everybody is signed in: `curl http://localhost:7007/api/guardrails/alerts`.
 */
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startSimulator } from 'aws-simulator';

const PORT = Number(process.env.PORT ?? 7007);

async function main() {
  const simulator = await startSimulator();
  process.env.AWS_ENDPOINT_URL = simulator.url;
  // The simulator takes any key; the SDK signs with one all the same.
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'example';

  const backend = createBackend();
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        backend: {
          baseUrl: `http://localhost:${PORT}`,
          listen: { port: PORT },
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
        guardrails: {
          costs: { tagKey: 'component' },
          metrics: { region: 'us-east-1' },
          projects: [
            {
              name: 'payments-api',
              costs: { tagValue: 'payments-api' },
              metrics: { restApiId: 'pay4x8k2m1' },
            },
            { name: 'ledger', costs: { tagValue: 'ledger' } },
          ],
        },
      },
    }),
  );
  backend.add(
    catalogServiceMock.factory({
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'payments-api',
            namespace: 'default',
            annotations: { 'guardrails/project': 'payments-api' },
          },
          spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
        },
      ],
    }),
  );
  backend.add(import('../src'));
  await backend.start();
}

main().catch(error => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
