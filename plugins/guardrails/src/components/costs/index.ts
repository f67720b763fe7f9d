export * from './CostsSection';
export * from './CostsView';
export { NoStoredCosts, UnknownProject } from './NoCosts';
