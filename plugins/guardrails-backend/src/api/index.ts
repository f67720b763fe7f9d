export { createRouter } from './createRouter';
export { createMisconfiguredRouter } from './misconfigured';
