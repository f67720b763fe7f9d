/** What assistants can do, through Backstage's actions registry: a thin coat over the one service. */
import { stringifyError } from '@backstage/errors';
import { failureTold } from '../service';
import { changeAlert } from './changeAlert';
import { explainAlert } from './explainAlert';
import { getCostHistory } from './getCostHistory';
import type { ActionOptions } from './interfaces';
import { listAlerts } from './listAlerts';
import { updateRecommendation } from './updateRecommendation';

export function registerActions(options: ActionOptions): void {
  const told = { ...options, registry: tellingFailures(options) };
  listAlerts(told);
  explainAlert(told);
  getCostHistory(told);
  changeAlert(told);
  updateRecommendation(told);
}

/** Actions fail in the same words as REST does. */
function tellingFailures({
  registry,
  logger,
}: ActionOptions): ActionOptions['registry'] {
  return {
    register: options =>
      registry.register({
        ...options,
        action: async context => {
          try {
            return await options.action(context);
          } catch (error) {
            const told = failureTold(error);
            if (told !== error) {
              logger.error(`${options.name}: ${stringifyError(error)}`);
            }
            throw told;
          }
        },
      }),
  };
}
