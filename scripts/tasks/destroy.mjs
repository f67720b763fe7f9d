// `npm run destroy`: takes the stack down. The database's last state stays behind as a snapshot.
import { requireAccount } from '../deployment/account.mjs';
import { cdk } from '../deployment/cdk.mjs';
import {
  deploymentSettings,
  destroyArguments,
} from '../deployment/settings.mjs';
import { installPackages } from '../setup/install.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function destroy({ rest, progress, yarn }) {
  const settings = deploymentSettings(rest, { takesParameters: false });
  await installPackages({ progress, yarn, verbose: false });
  progress.say(`In the account ${await requireAccount(settings)}`);
  await cdk(destroyArguments(settings), { GUARDRAILS_PLACEHOLDERS: '1' });
}
