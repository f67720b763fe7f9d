/** Which outlets there are. */
import type {
  AuthService,
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import type { ProjectOwners } from '../permissions';
import { Dispatcher } from './Dispatcher';
import { BusOutlet } from './outlets/BusOutlet';
import { NotificationOutlet } from './outlets/NotificationOutlet';
import { SignalOutlet } from './outlets/SignalOutlet';
import { WebhookOutlet } from './outlets/WebhookOutlet';

export function createDispatcher(options: {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly config: GuardrailsConfig;
  readonly database: GuardrailsDatabase;
  readonly events: EventsService;
  readonly logger: LoggerService;
  readonly notifications: NotificationService;
  readonly owners: ProjectOwners;
  readonly rootConfig: RootConfigService;
  readonly signals: SignalsService;
}): Dispatcher {
  const { config, events, signals, rootConfig } = options;
  const { webhook } = config.notify;
  const portal = (rootConfig.getOptionalString('app.baseUrl') ?? '').replace(
    /\/+$/,
    '',
  );
  return new Dispatcher({
    database: options.database,
    logger: options.logger,
    alertUrl: id => `${portal}/guardrails/alerts/${id}`,
    outlets: [
      new SignalOutlet(signals),
      new BusOutlet(events),
      ...(config.notify.owners ? [new NotificationOutlet(options)] : []),
      ...(webhook ? [new WebhookOutlet(webhook)] : []),
    ],
  });
}
