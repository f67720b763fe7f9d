/** What a part of the bill is called: an AWS service by its name, a charge that belongs to none in the reader's words. */
import type { Translate } from '../../words';

/** Types of charges as Cost Explorer spells them. */
const CHARGES = {
  Credit: 'charge.credit',
  Refund: 'charge.refund',
  Tax: 'charge.tax',
  Support: 'charge.support',
  Fee: 'charge.fee',
  RIFee: 'charge.reservation',
  Recurring: 'charge.reservation',
  Upfront: 'charge.upfront',
  SavingsPlanRecurringFee: 'charge.savingsPlan',
  SavingsPlanUpfrontFee: 'charge.savingsPlanUpfront',
} as const;

/** @param name - an AWS service or a type of charge, as AWS spells it; one that has no word here stays as it is */
export function serviceName(name: string, t: Translate): string {
  return Object.hasOwn(CHARGES, name)
    ? t(CHARGES[name as keyof typeof CHARGES])
    : name;
}
