/** Playbooks: alert → recommendations. Pure. */
export { Playbooks, type PlaybookAnswer } from './Playbooks';
export { builtInPlaybooks } from './builtIn';
export * from './savings';
