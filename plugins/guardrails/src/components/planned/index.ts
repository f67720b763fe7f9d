export * from './PlannedSection';
