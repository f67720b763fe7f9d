// `npm start`: the portal on one port, until Ctrl-C.
import { endAll, endOnSignals } from '../process/endings.mjs';
import { isAppBuilt } from '../portal/app.mjs';
import { claimPlace, startPortal } from '../portal/portal.mjs';
import { configFiles, portalSettings } from '../portal/settings.mjs';
import { installPackages, isInstalled } from '../setup/install.mjs';

/** @param {import('./task.mjs').TaskContext} context */
export async function start({ flags, progress, yarn }) {
  const settings = portalSettings(flags, process.env);
  let isReady = false;
  endOnSignals({
    exitCode: () => (isReady ? 0 : 130), // 130: interrupted before it was there
    onStop: () => progress.say('\nstopping …'),
  });
  progress.say(`Starting the portal: ${expectation()}`);
  if (!settings.usesSimulator) {
    const isConfigured = configFiles(settings).some(file =>
      file.endsWith('app-config.local.yaml'),
    );
    progress.say(
      `  AWS: ${
        process.env.AWS_ENDPOINT_URL ?? 'the account of this environment'
      }, no simulator; accounts and projects ${
        isConfigured
          ? 'as in app-config.local.yaml'
          : 'are named in app-config.local.yaml, which does not exist yet (see README.md)'
      }`,
    );
  }
  const instance = await claimPlace(settings, {
    progress,
    ports: [settings.port],
  });
  await installPackages({ progress, yarn, verbose: settings.verbose });
  const { exited } = await startPortal(settings, { progress, instance });
  isReady = true;
  progress.say(
    `The portal is ready after ${progress.elapsed}: ${settings.url}  (Ctrl-C stops it)`,
  );

  const reason = await exited;
  await endAll(); // when we are stopping, this does not end before the process does
  console.error(reason);
  process.exit(1);
}

/** Measured on two cores with an empty package cache. */
function expectation() {
  if (!isInstalled()) return 'the first time takes about 3 minutes';
  return isAppBuilt() ? 'about 15 seconds' : 'about a minute';
}
