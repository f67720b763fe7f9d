export * from './CostsView';
