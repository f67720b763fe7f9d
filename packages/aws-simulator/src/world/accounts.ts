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
