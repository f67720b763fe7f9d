export * from './translation';
export * from './useWords';
export * from './words';
