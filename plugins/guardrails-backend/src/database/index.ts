export { Database } from './Database';
export { OutcomeUnknownError } from './OutcomeUnknownError';
export type * from './interfaces';
