/** What stands on pages of others: an entity's overview and header, the home page, in English. */
export const elsewhere = {
  card: {
    title: 'Costs and reliability',
    spend: 'Spend this month',
    changeInDays: '{{change}} in {{days}} days',
    alerts: 'Alerts',
    quiet: 'Nothing unusual in the last {{days}} days',
    noneOpen: 'None open',
    acknowledged: '{{number}} acknowledged',
    resolvedInDays: '{{number}} resolved in {{days}} days',
    doFirst: 'Do first',
    data: 'Data',
    checked: 'checked {{when}}',
    notChecked: 'not checked yet',
    failed_costs: 'Reading costs failed: {{reason}}',
    failed_metrics: 'Reading metrics failed: {{reason}}',
    costsRead: 'Costs read {{when}}',
    noCosts: 'No costs read yet',
  },
  link: {
    open_one: '1 alert',
    open_other: '{{count}} alerts',
    acknowledged: '{{number}} acknowledged',
    none: 'No alerts',
    show: 'Show the alerts of Guardrails',
  },
  home: {
    title: 'Open alerts',
    list: 'Worst open alerts',
    all_one: 'Show it in the list of alerts',
    all_other: 'All {{number}} open alerts',
  },
} as const;
