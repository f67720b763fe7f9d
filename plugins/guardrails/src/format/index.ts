export * from './moment';
export * from './money';
export * from './time';
export * from './unbroken';
