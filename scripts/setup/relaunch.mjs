// Goes on under another Node.js: starts this program again with it and stands between it and whoever started us.
import { spawn } from 'node:child_process';
import { onParentGone } from '../process/endings.mjs';
import { startedWith } from './environment.mjs';

/**
 * @param {string} node - path of the executable
 * @param {Record<string, string>} variables - added to the environment
 * @returns {Promise<number>} the exit code
 */
export function relaunch(node, variables) {
  const child = spawn(node, process.argv.slice(1), {
    // The channel tells the child when we are gone, even killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...startedWith, ...variables },
  });
  let wasToldToStop = false;
  const stop = () => {
    if (!child.connected) return;
    if (wasToldToStop) child.kill('SIGTERM');
    else child.send('stop');
    wasToldToStop = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, stop);
  }
  onParentGone(stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
  });
}
