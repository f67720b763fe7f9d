export * from './moment';
export * from './money';
export * from './time';
