/** How an alert moves from one status to the next. */
import type { AlertStatus } from '@cloudops/plugin-guardrails-common';
import { Workflow } from './Workflow';

export const alertWorkflow = new Workflow<AlertStatus>('an alert', {
  open: ['acknowledged', 'resolved'],
  acknowledged: ['resolved', 'open'],
  resolved: ['open'],
});
