export * from './eventInWords';
export * from './Timeline';
