export * from './describeError';
export * from './EmptyState';
export * from './ErrorState';
export * from './LoadingSkeleton';
export * from './RequestView';
export * from './Steady';
export * from './useKeptFocus';
