// `npm run yarn -- …`: the Yarn and Node.js of this checkout, for those who have neither installed.
import { Child } from '../process/child.mjs';
import { endOnSignals } from '../process/endings.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function yarn({ rest, yarn: script }) {
  endOnSignals({ exitCode: () => 130 });
  const child = Child.node([script, ...rest], { name: 'yarn' });
  const { code } = await child.exited;
  process.exit(code ?? 1);
}
