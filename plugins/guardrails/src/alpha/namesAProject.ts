/** On which entities the plugin shows anything: those that name a project. */
import { GUARDRAILS_PROJECT_ANNOTATION } from '@cloudops/plugin-guardrails-common';

export const namesAProject = {
  [`metadata.annotations.${GUARDRAILS_PROJECT_ANNOTATION}`]: { $exists: true },
};
