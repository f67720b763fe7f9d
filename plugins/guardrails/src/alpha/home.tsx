/** What the plugin puts on the home page, where a portal has one. */
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { HomeCard } from './HomeCard';

export const homeWidget = HomePageWidgetBlueprint.make({
  name: 'open-alerts',
  params: {
    name: 'OpenAlertsHomeCard',
    title: 'Open alerts',
    description: 'The worst alerts of Guardrails that are open',
    components: () =>
      import('../components/home').then(m => ({ Content: m.OpenAlertsWidget })),
    componentProps: { Renderer: HomeCard },
    layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
  },
});
