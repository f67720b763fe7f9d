export * from './allSummaries';
export * from './CheckNotice';
export * from './useHeldForCheck';
export * from './useLastCheck';
