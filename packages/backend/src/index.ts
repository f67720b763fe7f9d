// The portal's backend: the Backstage plugins it is made of, and Guardrails among them.
import { createBackend } from '@backstage/backend-defaults';
import { portalPolicy } from './access';
import { signInProviders } from './auth';
import { exportMetrics } from './exportMetrics';
import { startInTurn } from './startInTurn';

// Before any plugin asks for an instrument.
exportMetrics();

const backend = createBackend();

backend.add(startInTurn);

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(signInProviders);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(portalPolicy);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@cloudops/plugin-guardrails-backend/search'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));
// Assistants reach the actions of the plugins listed under backend.actions over MCP.
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@cloudops/plugin-guardrails-backend'));

backend.start().catch(error => {
  // Without this the process would stay, answering 503 for ever, and whoever supervises it would not notice.
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
