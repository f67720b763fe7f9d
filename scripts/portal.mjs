#!/usr/bin/env node
// The one entry: runs on the machine's own Node.js, fetches what is missing from the npm registry, does the task.
// Nothing here or below may need an installed package before the install step.
import { parseArgs } from 'node:util';
import { help } from './help.mjs';
import { endAll } from './process/endings.mjs';
import { firstOnPath, useToolEnvironment } from './setup/environment.mjs';
import { Progress } from './setup/progress.mjs';
import { relaunch } from './setup/relaunch.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { ensureNode, ensureYarn, yarnPrograms } from './setup/toolchain.mjs';

const tasks = {
  start: async () => (await import('./tasks/start.mjs')).start,
  dev: async () => (await import('./tasks/dev.mjs')).dev,
  test: async () => (await import('./tasks/test.mjs')).test,
  bench: async () => (await import('./tasks/bench.mjs')).bench,
  yarn: async () => (await import('./tasks/yarn.mjs')).yarn,
  deploy: async () => (await import('./tasks/deploy.mjs')).deploy,
  destroy: async () => (await import('./tasks/destroy.mjs')).destroy,
  'infra-lint': async () => (await import('./tasks/infra-lint.mjs')).infraLint,
  assemble: async () => (await import('./tasks/assemble.mjs')).assemble,
};

/** @param {string} argument */
const isHelp = argument => /^(--help|-h)$/.test(argument);

/** They understand their options themselves. */
const tasksWithOwnOptions = ['bench', 'yarn', 'deploy', 'destroy'];

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || name === 'help' || isHelp(name)) {
    process.stdout.write(help());
    return;
  }
  // Benches have options of their own, and Yarn's commands as well.
  if (!['bench', 'yarn'].includes(name) && rest.some(isHelp)) {
    process.stdout.write(help(name));
    return;
  }
  const task = tasks[name];
  if (!task) {
    throw new SetupError(
      `There is no task '${name}'; there are ${Object.keys(tasks).join(
        ', ',
      )}. See: node scripts/portal.mjs --help`,
    );
  }
  const { flags, positionals } = tasksWithOwnOptions.includes(name)
    ? { flags: {}, positionals: rest }
    : parse(rest);
  // The clock runs from the first process on, across the change of Node.js below.
  const startedAt = Number(process.env.PORTAL_STARTED_AT ?? Date.now());
  const progress = new Progress({ startedAt, verbose: flags.verbose });

  const node = await ensureNode(progress);
  if (node !== process.execPath) {
    process.exit(
      await relaunch(node, { PORTAL_STARTED_AT: String(startedAt) }),
    );
  }
  useToolEnvironment(node);
  const yarn = await ensureYarn(progress);
  Object.assign(process.env, firstOnPath(process.env, yarnPrograms));
  const run = await task();
  await run({ flags, rest: positionals, progress, yarn });
}

function parse(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        aws: { type: 'boolean' },
        production: { type: 'boolean' },
        'data-dir': { type: 'string' },
        fresh: { type: 'boolean' },
        'throw-away': { type: 'boolean' },
        verbose: { type: 'boolean' },
        only: { type: 'string' },
      },
    });
    return { flags: values, positionals };
  } catch (error) {
    throw new SetupError(
      `${error.message}. See: node scripts/portal.mjs --help`,
    );
  }
}

main().catch(async error => {
  const isExpected = error instanceof SetupError;
  console.error(`\n${isExpected ? error.message : error.stack ?? error}`);
  await endAll();
  process.exit(1);
});
