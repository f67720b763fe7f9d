export * from './actorName';
export * from './usePeople';
