/** The software components that cause the spend: the values of the cost allocation tag, and who owns each. */

/** The one activated cost allocation tag. */
export const COMPONENT_TAG = 'component';

/** The one defined cost category: the owner of what has the tag. */
export const TEAM_CATEGORY = 'team';

export interface Component {
  readonly name: string;
  readonly owner: string;
  readonly accountId: string;
}

const SHOP = '111122223333';
const MACHINE_LEARNING = '444455556666';

export const COMPONENTS: readonly Component[] = [
  { name: 'payments-api', owner: 'team-payments', accountId: SHOP },
  { name: 'ledger', owner: 'team-payments', accountId: SHOP },
  { name: 'storefront', owner: 'team-commerce', accountId: SHOP },
  { name: 'checkout-api', owner: 'team-commerce', accountId: SHOP },
  { name: 'edge-gateway', owner: 'team-platform', accountId: SHOP },
  { name: 'log-pipeline', owner: 'team-platform', accountId: SHOP },
  {
    name: 'recommender',
    owner: 'team-machine-learning',
    accountId: MACHINE_LEARNING,
  },
  {
    name: 'feature-store',
    owner: 'team-machine-learning',
    accountId: MACHINE_LEARNING,
  },
];
