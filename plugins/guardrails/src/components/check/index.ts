export * from './allSummaries';
export * from './CheckNotice';
export * from './useLastCheck';
