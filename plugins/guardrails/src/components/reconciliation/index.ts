export * from './balance';
export * from './ReconciliationSection';
