export * from './changeAsSeen';
export * from './describeRefusal';
export * from './useChanges';
