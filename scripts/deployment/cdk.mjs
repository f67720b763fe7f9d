// The CDK command line, on the app in infra/, with the keyboard of whoever started us: it asks before it opens anything.
import { spawn, spawnSync } from 'node:child_process';
import { bin } from '../setup/bin.mjs';
import { locations } from '../setup/locations.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] - on top of this process'
 * @throws {SetupError} when it fails; it has said why
 */
export async function cdk(args, env = {}) {
  const child = spawn(process.execPath, [bin.cdk, ...args], {
    cwd: locations.infra,
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', ...env },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) {
    throw new SetupError(
      `cdk ${args[0]} failed (exit code ${code}). In an account and region where CDK never deployed, ` +
        'run this once: npm run yarn -- workspace infra cdk bootstrap',
    );
  }
}

/** @throws {SetupError} when no image can be built here */
export function requireDocker() {
  const { status } = spawnSync('docker', ['version'], { stdio: 'ignore' });
  if (status === 0) return;
  throw new SetupError(
    'Docker does not run here, and the image is built with it. Start Docker, or name an image that was built elsewhere:\n' +
      '  npm run deploy -- --context imageUri=<registry>/<name>:<tag>',
  );
}
