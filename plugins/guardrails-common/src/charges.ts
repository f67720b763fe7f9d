/** Tells spend that is no usage (credits, refunds, tax, fees) apart from usage, where both are costs by service. */

// No AWS service's name begins so; what does is refused before it is stored as usage.
const PREFIX = 'charge:';

/**
 * Whether a service name is the reserved one of a charge, e.g. `charge:Credit`: spend that no use of a service caused.
 *
 * @public
 */
export function isCharge(service: string): boolean {
  return service.startsWith(PREFIX);
}

/**
 * The reserved service name of a charge's type.
 *
 * @param type - the record type as AWS spells it, e.g. `Credit`, `Refund`, `Tax`, `Support`
 * @public
 */
export function serviceOfCharge(type: string): string {
  return `${PREFIX}${type}`;
}

/**
 * The record type that a reserved service name stands for, as AWS spells it; undefined for an AWS service.
 *
 * @public
 */
export function chargeTypeOf(service: string): string | undefined {
  return isCharge(service) ? service.slice(PREFIX.length) : undefined;
}
