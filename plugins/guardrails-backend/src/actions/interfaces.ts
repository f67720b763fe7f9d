/** What every action is given. */
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { GuardrailsService } from '../service';

export interface ActionOptions {
  readonly registry: ActionsRegistryService;
  readonly service: GuardrailsService;
}
