/** What assistants can do, through Backstage's actions registry: a thin coat over the one service. */
import { changeAlert } from './changeAlert';
import { explainAlert } from './explainAlert';
import { getCostHistory } from './getCostHistory';
import type { ActionOptions } from './interfaces';
import { listAlerts } from './listAlerts';
import { updateRecommendation } from './updateRecommendation';

export function registerActions(options: ActionOptions): void {
  listAlerts(options);
  explainAlert(options);
  getCostHistory(options);
  changeAlert(options);
  updateRecommendation(options);
}
