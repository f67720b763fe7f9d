/** The audit trail, in English. */
export const history = {
  history: {
    list: 'History',
    filter: 'Filter the history',
    exporting: 'Reading the history …',
    exported_one: '1 event',
    exported_other: '{{count}} events',
    exportedPart: 'The newest {{number}} events; narrow the history for others',
    showAlert: 'Show alert',
    noMatch: 'Nothing matches',
    noMatchWhy:
      'No event is of this project, of this kind and by this actor. Project and actor have to match in full.',
    empty: 'Nothing happened yet',
    emptyWhy: 'The first run of a job writes the first line.',
  },
} as const;
