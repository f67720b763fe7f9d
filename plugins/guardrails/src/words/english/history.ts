/** The audit trail, in English. */
export const history = {
  history: {
    list: 'History',
    filter: 'Filter the history',
    exporting: 'Reading the history …',
    exported: 'Downloaded',
    work: 'Alerts and recommendations',
    when: 'When',
    anAlert: 'an alert',
    aRecommendation: 'a recommendation',
    showJobs: 'Show jobs',
    runRequested: '{{job}}: asked to run now',
    runStarted: '{{job}}: started',
    runScheduled: '{{job}}: started on schedule',
    runSucceeded:
      '{{job}}: succeeded · rows written: {{rows}} · AWS requests: {{requests}}',
    runFailed: '{{job}}: failed · {{reason}}',
    runFailedMore: '{{job}}: failed · {{reason}} · and {{others}} more',
    runSkipped: '{{job}}: skipped · {{reason}}',
    awsRequested:
      '{{job}}: paid request {{number}} of at most {{cap}} a day · AWS account: {{account}}',
    noMatch: 'Nothing matches',
    noMatchWhy:
      'No event is of this project, of this kind, by this actor and of this time. Project and actor have to match in full.',
    empty: 'Nothing happened yet',
    emptyWhy:
      'The first alert writes the first line. What the jobs did is among everything.',
  },
  jobName: {
    ingestCosts: 'Read AWS costs',
    ingestMetrics: 'Read AWS metrics',
    detect: 'Detect anomalies',
    findDrivers: 'Find what drove cost alerts',
    retention: 'Delete old rows',
  },
} as const;
