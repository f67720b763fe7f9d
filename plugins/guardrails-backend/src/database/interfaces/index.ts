/** The stores' records and questions: one store for each table, the only doors to SQL. */
export type * from './alerts';
export type * from './baselines';
export type * from './costs';
export type * from './deliveries';
export type * from './events';
export type * from './metrics';
export type * from './pages';
export type * from './plannedActivities';
export type * from './progress';
export type * from './projects';
export type * from './recommendations';
export type * from './runs';
export type * from './savings';
export type * from './standings';
export type * from './stores';
