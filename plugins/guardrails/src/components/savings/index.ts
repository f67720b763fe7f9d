export * from './SavingsByTeam';
export * from './savingsInWords';
