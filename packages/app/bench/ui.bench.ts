/** What the plugin's pages weigh in an app that has what every Backstage app has. */
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the shape of a bench, of no package
import type { Bench } from '../../../plugins/guardrails-backend/bench/Bench';
import { bundleSize } from './bundleSize';

export const bench: Bench<never> = {
  name: 'ui',
  describe:
    'The JavaScript that the plugin adds to an app: all of it, and what is loaded before a page is opened.',
  options: {},
  async run() {
    const { allKb, beforeKb } = await bundleSize();
    return {
      figures: {
        bundle_kb_gzip: allKb,
        bundle_before_a_tab_kb_gzip: beforeKb,
      },
      targets: {
        bundle_kb_gzip: { atMost: 150 },
        bundle_before_a_tab_kb_gzip: { atMost: 30 },
      },
      // Where it stands: the charts, with all they are made of, are 130 of these. To be brought to its target.
      floors: { bundle_kb_gzip: { atMost: 195 } },
    };
  },
};
