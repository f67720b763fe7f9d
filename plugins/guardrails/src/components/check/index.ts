export * from './allSummaries';
export * from './NextCheckLink';
export * from './useCheckWarning';
export * from './useHeldForCheck';
export * from './useLastCheck';
