/** Whether what is stored adds up to the bills, in English. */
export const reconciliation = {
  reconciliation: {
    what: 'What is stored for the projects of each AWS account, and what no project claims, against the bill that AWS stated when the day was last read.',
    filter: 'Choose the days',
    accounts: 'Accounts',
    allBalanced_one: 'The account adds up to the cent',
    allBalanced_other: 'All {{count}} accounts add up to the cent',
    someOff_one: '{{count}} of {{total}} accounts does not add up',
    someOff_other: '{{count}} of {{total}} accounts do not add up',
    noneRead: 'No account was read in these days',
    someUnread_one:
      '{{count}} of {{total}} accounts was not read in these days; the others add up',
    someUnread_other:
      '{{count}} of {{total}} accounts were not read in these days; the others add up',
    andNotCompared_one: '{{headline}}; {{count}} more is not compared',
    andNotCompared_other: '{{headline}}; {{count}} more are not compared',
    notCompared:
      'Not compared: none of its costs were read yet, or you may not see every project of it.',
    account: 'Account {{account}}',
    ownAccount: "The portal's own account",
    balanced_one: 'Adds up to the cent: {{amount}} in 1 day',
    balanced_other: 'Adds up to the cent: {{amount}} in {{count}} days',
    unbalanced_one:
      'Does not add up on 1 of {{days}} days: {{difference}} stored against the bill of {{amount}}',
    unbalanced_other:
      'Does not add up on {{count}} of {{days}} days: {{difference}} stored against the bill of {{amount}}',
    unread: 'Not read in these days',
    unreadWhy:
      'There is no bill to compare with until a read of the costs has ended.',
    notReconciled_one:
      'Not reconciled: {{amount}} is stored on 1 day that has no bill to compare with',
    notReconciled_other:
      'Not reconciled: {{amount}} is stored on {{count}} days that have no bill to compare with',
    unreadDays_one: '1 more day was not read yet.',
    unreadDays_other: '{{count}} more days were not read yet.',
    olderClaims_one:
      '1 day, {{day}}, is still divided by older claims; the past is divided anew once a week, as far back as the backfill reaches.',
    olderClaims_other:
      '{{count}} days up to {{day}} are still divided by older claims; the past is divided anew once a week, as far back as the backfill reaches.',
    countedTwice_one:
      '1 day, {{day}}, still has the spend of accounts that are read by themselves, which counts twice where they are members of this one’s organization; the next run of the ingestion reads it anew, or says why it stays.',
    countedTwice_other:
      '{{count}} days up to {{day}} still have the spend of accounts that are read by themselves, which counts twice where they are members of this one’s organization; the next run of the ingestion reads them anew, or says why they stay.',
    entities: "Projects' part",
    unallocated: 'Unallocated',
    ofBill: '{{share}} of the bill',
    bill: 'AWS bill',
    billParts: 'usage {{usage}}, charges {{charges}}',
    read: 'Last read',
    neverRead: 'Never',
    offDays: 'Days that do not add up',
    offDaysOf: 'Days that do not add up: {{account}}',
    offWhy:
      'The next read of the month replaces what is stored. A difference that stays after it comes from rows that were changed or lost outside of Guardrails.',
    allDays_one: 'The day',
    allDays_other: 'All {{count}} days',
    allDaysOf: 'All days: {{account}}',
    difference: 'Difference',
    dayUnread: 'not read',
    shares: 'Who has which part',
    sharesOf: 'Parts: {{account}}',
    usage: 'Usage',
    charges: 'Charges',
    together: 'Together',
    part: 'Part',
    unallocatedName: '{{project}} (unallocated)',
    storedBilled:
      'stored {{stored}}, billed {{billed}}, difference {{difference}}',
    storedUnread: 'stored {{stored}}, bill not read',
    nothingStored: 'Nothing is stored for this day.',
    partial:
      'Charges are credits, refunds, tax and fees. Accounts of which you may not see every project are left out: the sums would tell what the others cost.',
    empty: 'No account to compare',
    emptyWhy:
      'Either no costs were read yet, or there is no account of which you may see every project.',
  },
} as const;
