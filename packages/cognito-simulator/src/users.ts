/** The people of the simulated user pool, and what is special about each. */

/** What the pool does wrong with somebody's ID token, as an attacker or a broken pool would. */
export type IdTokenFault = 'forged' | 'foreign' | 'expired';

export interface PoolUser {
  readonly email: string;
  readonly name: string;
  readonly isEmailVerified: boolean;
  readonly groups: readonly string[];
  readonly idTokenFault?: IdTokenFault;
}

/** Everybody's; it guards nothing. */
export const PASSWORD = 'Correct-horse-1';

const verified = { isEmailVerified: true, groups: [] };

const USERS: readonly PoolUser[] = [
  {
    ...verified,
    email: 'alice@example.com',
    name: 'Alice Example',
    groups: ['admins', 'payments'],
  },
  { ...verified, email: 'bob@example.com', name: 'Bob Example' },
  {
    ...verified,
    email: 'unverified@example.com',
    name: 'Una Verified',
    isEmailVerified: false,
  },
  {
    ...verified,
    email: 'forged@example.com',
    name: 'Signed by another key',
    idTokenFault: 'forged',
  },
  {
    ...verified,
    email: 'foreign@example.com',
    name: 'Issued to another client',
    idTokenFault: 'foreign',
  },
  {
    ...verified,
    email: 'expired@example.com',
    name: 'Issued long ago',
    idTokenFault: 'expired',
  },
];

export function findUser(email: string): PoolUser | undefined {
  return USERS.find(user => user.email === email);
}
