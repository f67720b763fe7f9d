// The environment that tools run in: the right Node.js and Yarn first on the path, and nothing of npm's own settings.
import path from 'node:path';

/** What this process was started with, npm's settings included. */
export const startedWith = Object.freeze({ ...process.env });

/**
 * Gives this process, and so everything it starts, the environment for tools.
 *
 * @param {string} node - path of the Node.js executable to use
 */
export function useToolEnvironment(node) {
  const env = toolEnvironment(startedWith, node);
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) delete process.env[name];
  }
  Object.assign(process.env, env);
}

/**
 * npm hands its whole configuration to what it starts, as `npm_*` variables. Some of them break the tools that run
 * below: a `nodedir` of another Node.js makes native code compile against the wrong headers without a word.
 *
 * @param {Readonly<NodeJS.ProcessEnv>} env
 * @param {string} node - path of the Node.js executable to use
 * @returns {NodeJS.ProcessEnv} a new environment
 */
export function toolEnvironment(env, node) {
  const clean = Object.fromEntries(
    Object.entries(env).filter(
      // Nor is the moment we were started the moment that what we start was.
      ([name]) => !/^npm_/i.test(name) && name !== 'PORTAL_STARTED_AT',
    ),
  );
  const nodeFolder = path.dirname(node);
  return {
    ...clean,
    ...firstOnPath(clean, nodeFolder),
    // The headers of this very Node.js, in case an add-on is compiled after all.
    npm_config_nodedir: path.dirname(nodeFolder),
  };
}

/**
 * For programs that start others by their name: Backstage's bundler calls `yarn`, and nobody has to have one installed.
 *
 * @param {Readonly<NodeJS.ProcessEnv>} env
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv} the one variable, with the folder before all others
 */
export function firstOnPath(env, folder) {
  // On Windows it may be spelled `Path`.
  const name = Object.keys(env).find(key => key.toUpperCase() === 'PATH');
  const others = (env[name ?? 'PATH'] ?? '')
    .split(path.delimiter)
    .filter(other => other && other !== folder);
  return { [name ?? 'PATH']: [folder, ...others].join(path.delimiter) };
}
