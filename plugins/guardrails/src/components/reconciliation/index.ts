export * from './balance';
export * from './ReconciliationSection';
export * from './reconciliationHeadline';
