// `npm run deploy`: builds the portal and brings the stack to what infra/ says.
import { buildBackend, buildWebsite } from '../deployment/build.mjs';
import { cdk, requireDocker } from '../deployment/cdk.mjs';
import {
  deployArguments,
  deploymentSettings,
} from '../deployment/settings.mjs';
import { installPackages } from '../setup/install.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function deploy({ rest, progress, yarn }) {
  const settings = deploymentSettings(rest, { takesParameters: true });
  if (settings.buildsImage) requireDocker();
  await installPackages({ progress, yarn, verbose: false });
  await buildWebsite({ progress });
  if (settings.buildsImage) await buildBackend({ progress });
  await cdk(deployArguments(settings));
}
