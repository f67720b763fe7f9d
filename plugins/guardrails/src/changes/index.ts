export * from './changeAsSeen';
export * from './describeRefusal';
export * from './refusedInBulk';
export * from './useChanges';
