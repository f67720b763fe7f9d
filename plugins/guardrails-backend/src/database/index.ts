export { Database } from './Database';
export type * from './interfaces';
