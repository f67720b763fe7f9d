export * from './balance';
export * from './notCompared';
export * from './ReconciliationSection';
export * from './reconciliationHeadline';
