export * from './FilterBar';
export * from './FilterSelect';
export * from './ListHead';
export * from './MoreItems';
