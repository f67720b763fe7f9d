export * from './allSummaries';
export * from './useCheckWarning';
export * from './useHeldForCheck';
export * from './useLastCheck';
