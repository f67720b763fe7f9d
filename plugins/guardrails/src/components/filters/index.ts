export * from './FilterBar';
export * from './FilterSelect';
export * from './MoreItems';
