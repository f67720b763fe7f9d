import { chargeTypeOf, isCharge, serviceOfCharge } from './charges';

describe('charges', () => {
  it.each(['Credit', 'Refund', 'Tax', 'Support', 'Recurring'])(
    'keeps the record type %s as AWS spells it',
    type => {
      const service = serviceOfCharge(type);

      expect(isCharge(service)).toBe(true);
      expect(chargeTypeOf(service)).toBe(type);
    },
  );

  // Cost Explorer has services of these names, too; they are usage where usage is billed under them.
  it.each(['Tax', 'AWS Support (Business)', 'Amazon Simple Storage Service'])(
    'leaves the AWS service %s a service',
    service => {
      expect(isCharge(service)).toBe(false);
      expect(chargeTypeOf(service)).toBeUndefined();
    },
  );
});
