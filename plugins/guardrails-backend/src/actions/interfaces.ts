/** What every action is given. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { GuardrailsService } from '../service';

export interface ActionOptions {
  readonly registry: ActionsRegistryService;
  readonly service: GuardrailsService;
  /** Learns why an action failed, which whoever called it need not know. */
  readonly logger: LoggerService;
}
