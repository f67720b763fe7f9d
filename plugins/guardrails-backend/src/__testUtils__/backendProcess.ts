/**
 * A backend with the plugin as a program of its own: started several times by one test, and killed by it. Real
 * scheduler, real database; says `ready` once it has started.
 */
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { guardrailsPlugin } from '../plugin';

async function main() {
  const backend = createBackend();
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  backend.add(
    mockServices.rootConfig.factory({ data: JSON.parse(process.argv[2]) }),
  );
  backend.add(catalogServiceMock.factory());
  backend.add(guardrailsPlugin);
  await backend.start();
  process.stdout.write('ready\n');
}

// Whoever started it is gone, also when killed.
process.on('disconnect', () => process.exit(1));

main().catch(error => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
