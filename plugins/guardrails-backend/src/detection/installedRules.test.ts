import { ConfigurationError } from '../config';
import { installedRules, newestOf } from './installedRules';
import { builtInRules, earlierRules } from './rules';

const own = { ...builtInRules[0], name: 'our_rule' };

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('installedRules', () => {
  it('judge by the present version of each rule of the plugin', () => {
    expect(newestOf(installedRules())).toEqual(builtInRules);
    expect(installedRules()).toEqual(expect.arrayContaining([...earlierRules]));
  });

  it('are each version of each name once', () => {
    const names = installedRules().map(each => `${each.name}@${each.version}`);

    expect(new Set(names).size).toBe(names.length);
  });

  it('judge by the highest version that a module adds, in whichever order', () => {
    const [first, second] = [1, 2].map(version => ({ ...own, version }));

    expect(newestOf(installedRules([second, first])).at(-1)).toBe(second);
    expect(newestOf(installedRules([first, second])).at(-1)).toBe(second);
  });

  it('refuse the same version twice', () => {
    expect(problemsOf(() => installedRules([own, { ...own }]))).toEqual([
      "detection rule 'our_rule': got version 1 twice, takes each version once",
    ]);
  });

  it('refuse a rule of a name that the plugin has, in whichever version', () => {
    const added = { ...own, name: 'cost_spike', version: 99 };

    expect(problemsOf(() => installedRules([added]))).toEqual([
      "detection rule 'cost_spike': was added, takes a name that no rule of the plugin has; cost_limit, cost_new_service, cost_monthly_charge, cost_spike, cost_sparse_spike, cost_level_shift, cost_drift, error_burst, level_shift, sudden_jump, short_change, peak_exceeded, seasonal_deviation, static_limit are its own",
    ]);
  });
});
