// `npm run deploy`: builds the portal and brings the stack to what infra/ says.
import { requireAccount } from '../deployment/account.mjs';
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
  // Before the minutes that a build takes.
  progress.say(`Deploying to the account ${await requireAccount(settings)}`);
  await buildWebsite({ progress });
  if (settings.buildsImage) await buildBackend({ progress });
  await cdk(deployArguments(settings));
}
