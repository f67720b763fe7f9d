import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { installedRules, RuleSet } from '../detection';
import { RuleAnnotations } from '../jobs';
import { RulesInForce } from './RulesInForce';

const rules = RuleSet.create(installedRules(), {
  detection: { lookbackDays: 14, ruleParameters: {} },
  projects: [],
});

/** A catalog that takes a question and never answers. */
const silentCatalog = {
  async *streamEntities() {
    await new Promise(() => {});
  },
} as unknown as ReturnType<typeof catalogServiceMock>;

describe('RulesInForce', () => {
  it('does not wait for ever for a catalog that does not answer', async () => {
    const inForce = new RulesInForce({
      rules,
      annotations: new RuleAnnotations({
        auth: mockServices.auth(),
        catalog: silentCatalog,
      }),
      patienceMs: 1,
    });

    await expect(inForce.of('ledger')).rejects.toThrow(
      /^The catalog did not say which parameters its entities set/,
    );
  });

  it('asks a catalog again that did not answer', async () => {
    const answers = [
      Promise.reject(new Error('no')),
      Promise.resolve(new Map()),
    ];
    const inForce = new RulesInForce({
      rules,
      annotations: { byProject: () => answers.shift()! },
    });

    await expect(inForce.of('ledger')).rejects.toThrow();
    expect((await inForce.of('ledger')).rules).toHaveLength(14);
  });
});
