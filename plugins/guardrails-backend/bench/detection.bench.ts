/** How good detection is: labelled series replayed in order through the product's own rules with its defaults. */
import type { Bench } from './Bench';
import { benchCosts } from './detection/costs';

export const bench: Bench<'data' | 'services'> = {
  name: 'detection',
  describe:
    'What the rules find and what they raise in error, on labelled series, beside the methods of the textbook.',
  options: {
    data: {
      describe:
        'folder with labels.json and the series that it names; without it costs are generated',
      default: '',
      smoke: '',
    },
    services: {
      describe: 'how many services to generate the costs of',
      default: 200,
      smoke: 8,
    },
  },
  run: ({ data, services }, { say }) =>
    benchCosts({ folder: data, services }, say),
};
