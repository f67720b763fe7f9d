/** The AWS accounts of the world, and the roles through which their data can be read. */

export interface Role {
  readonly arn: string;
  readonly externalId: string;
  /** The longest session the role grants, in seconds. One hour is what AWS gives a new role. */
  readonly maxSessionSeconds: number;
}

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** Absent where long-term credentials belong to the account itself. */
  readonly role?: Role;
}

/** The account that every long-term access key belongs to. */
export const DEFAULT_ACCOUNT_ID = '111122223333';

export const ACCOUNTS: readonly Account[] = [
  { id: DEFAULT_ACCOUNT_ID, name: 'shop' },
  {
    id: '444455556666',
    name: 'machine-learning',
    role: {
      arn: 'arn:aws:iam::444455556666:role/GuardrailsReadOnly',
      externalId: 'guardrails-demo',
      maxSessionSeconds: 3600,
    },
  },
];

/** As many further accounts as are asked for, each read through a role like the last one of {@link ACCOUNTS}. */
export function moreAccounts(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `9${String(index).padStart(11, '0')}`;
    return {
      id,
      name: `member-${index}`,
      role: {
        arn: `arn:aws:iam::${id}:role/GuardrailsReadOnly`,
        externalId: 'guardrails-demo',
        maxSessionSeconds: 3600,
      },
    };
  });
}
