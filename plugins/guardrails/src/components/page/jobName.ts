/** What the product's jobs are called. */
import type { Translate } from '../../words';

const NAMES = {
  'ingest-costs': 'jobName.ingestCosts',
  'ingest-metrics': 'jobName.ingestMetrics',
  detect: 'jobName.detect',
  'find-drivers': 'jobName.findDrivers',
  retention: 'jobName.retention',
} as const;

/** @param other - what a job is called that is newer than this screen; its id where absent */
export function jobName(id: string, t: Translate, other = id): string {
  return Object.hasOwn(NAMES, id) ? t(NAMES[id as keyof typeof NAMES]) : other;
}
