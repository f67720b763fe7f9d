// What every task is given.

/**
 * @typedef {object} TaskContext
 * @property {Record<string, any>} flags - the parsed command line
 * @property {string[]} rest - what stands on it beside the flags
 * @property {import('../setup/progress.mjs').Progress} progress
 * @property {string} yarn - path of Yarn's script
 */

export {};
