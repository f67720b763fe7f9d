export * from './FilterBar';
export * from './FilterSelect';
export * from './FilterText';
export * from './ListHead';
export * from './MoreItems';
export * from './ProjectField';
export * from './ShowChanged';
