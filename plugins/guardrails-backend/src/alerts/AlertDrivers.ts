/** What drove a cost alert: of a total the services as they are stored, of a service what a drill-down told. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import { EVENT_TYPES, type DriversFoundMetadata } from '../audit';
import type { AlertRecord, EventRecord, GuardrailsDatabase } from '../database';
import { dayAt, startOfDay } from '../detection';
import { baselineDaysOf, partsOf, rankDrivers } from './drivers';
import type { StoredDecision } from './storedDecision';

type Answer = Pick<Evidence, 'drivers' | 'driversAt' | 'driversMissing'>;

export class AlertDrivers {
  readonly #database: GuardrailsDatabase;

  constructor(database: GuardrailsDatabase) {
    this.#database = database;
  }

  /** @param events - all of the alert */
  async of(
    alert: AlertRecord,
    decision: StoredDecision,
    events: readonly EventRecord[],
  ): Promise<Answer> {
    if (alert.alertType !== 'cost') {
      return {};
    }
    return alert.serviceName === ALL_SERVICES
      ? this.#services(alert, decision)
      : drilledDown(events);
  }

  async #services(
    { projectId }: AlertRecord,
    { verdict, unit }: StoredDecision,
  ): Promise<Answer> {
    const day = dayAt(Date.parse(verdict.at));
    const baselineDays = baselineDaysOf(day);
    const rows = await this.#database.costs.amounts({
      projectId,
      from: baselineDays[0],
      to: day,
    });
    const parts = partsOf(
      rows.map(({ date, service, amount }) => ({
        dimension: 'service',
        name: service,
        date,
        amount,
      })),
      day,
      baselineDays,
    );
    return {
      drivers: rankDrivers(parts, { ...verdict, currency: unit }),
      driversAt: new Date(startOfDay(day)).toISOString(),
    };
  }
}

function drilledDown(events: readonly EventRecord[]): Answer {
  const found = events
    .filter(({ eventType }) => eventType === EVENT_TYPES.driversFound)
    .at(-1);
  if (found) {
    const told = found.metadata as unknown as DriversFoundMetadata;
    return {
      drivers: rankDrivers(told.parts, told),
      driversAt: new Date(startOfDay(told.day)).toISOString(),
    };
  }
  const failed = events
    .filter(({ eventType }) => eventType === EVENT_TYPES.driversFailed)
    .at(-1);
  return failed ? { driversMissing: String(failed.metadata.reason) } : {};
}
