export * from './Facts';
export * from './Panel';
