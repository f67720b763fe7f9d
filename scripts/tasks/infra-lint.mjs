// `npm run infra:lint`: the stack's template in the eyes of the security checks, CloudFormation's offline validator, and
// cfn-lint where it is installed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { succeeds } from '../checks/check.mjs';
import { STACK } from '../deployment/settings.mjs';
import { installPackages } from '../setup/install.mjs';
import { locations } from '../setup/locations.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function infraLint({ progress, yarn }) {
  await installPackages({ progress, yarn, verbose: false });
  const outdir = path.join(locations.data, 'infra-lint');
  fs.rmSync(outdir, { recursive: true, force: true });
  const isValid = await succeeds(
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      path.join(locations.infra, 'src/lint.ts'),
      outdir,
    ],
    { name: 'infra lint' },
  );
  const isClean = cfnLint(
    [
      path.join(outdir, `${STACK}.template.json`),
      path.join(locations.infra, 'monitored-account-role.yaml'),
    ],
    progress,
  );
  if (!isValid || !isClean) {
    throw new SetupError('The template has problems: see above.');
  }
}

/** @returns {boolean} whether it found nothing; true as well, with a word, where it is not installed */
function cfnLint(files, progress) {
  const existing = files.filter(file => fs.existsSync(file));
  // W3005: the library itself writes dependencies of its own functions twice.
  const { error, status } = spawnSync(
    'cfn-lint',
    ['--ignore-checks', 'W3005', '--', ...existing],
    { stdio: 'inherit' },
  );
  if (error && 'code' in error && error.code === 'ENOENT') {
    progress.say(
      'cfn-lint is not installed, so its rules were not checked (pip install cfn-lint); the other checks were.',
    );
    return true;
  }
  if (error) throw error;
  if (status === 0) progress.say('cfn-lint: nothing found');
  return status === 0;
}
