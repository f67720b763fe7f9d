/** The audit trail, in English. */
export const history = {
  history: {
    list: 'History',
    filter: 'Filter the history',
    exporting: 'Reading the history …',
    exported: 'Downloaded',
    work: 'Alerts and recommendations',
    when: 'When',
    showAlert: 'Show alert',
    noMatch: 'Nothing matches',
    noMatchWhy:
      'No event is of this project, of this kind, by this actor and of this time. Project and actor have to match in full.',
    empty: 'Nothing happened yet',
    emptyWhy:
      'The first alert writes the first line. What the jobs did is among everything.',
  },
} as const;
