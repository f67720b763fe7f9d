// `npm run dev`: frontend and backend that reload on every change, on the ports that Backstage developers know.
import { Child } from '../process/child.mjs';
import { endAll, endOnSignals } from '../process/endings.mjs';
import { claimPlace, startSurroundings } from '../portal/portal.mjs';
import { configFiles, portalSettings } from '../portal/settings.mjs';
import { bin } from '../setup/bin.mjs';
import { installPackages } from '../setup/install.mjs';
import { locations } from '../setup/locations.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** The ports in app-config.yaml: frontend and backend. */
const PORTS = [3000, 7007];

/** @param {import('./task.mjs').TaskContext} context */
export async function dev({ flags, progress, yarn }) {
  if (flags.port !== undefined) {
    throw new SetupError(
      'npm run dev takes no --port: its two ports are set in app-config.yaml and can be changed in app-config.local.yaml.',
    );
  }
  const settings = portalSettings(
    { ...flags, port: String(PORTS[1]) },
    {
      ...process.env,
    },
  );
  endOnSignals({
    exitCode: () => 0,
    onStop: () => progress.say('\nstopping …'),
  });
  progress.say('Starting the developer portal at http://localhost:3000');
  const instance = await claimPlace(settings, { progress, ports: PORTS });
  await installPackages({ progress, yarn, verbose: settings.verbose });
  const env = await startSurroundings(settings, { progress, instance });

  const child = Child.node(
    [
      bin.backstage,
      ...['repo', 'start'],
      // Relative paths would be looked up from each package's own folder.
      ...configFiles(settings).flatMap(file => ['--config', file]),
    ],
    {
      name: 'backstage-cli repo start',
      cwd: locations.root,
      env,
      output: 'inherit',
    },
  );
  instance.started('development servers', child.pid);
  instance.ready('http://localhost:3000');
  const { code, signal } = await child.exited;
  await endAll();
  console.error(`The development servers ended (${signal ?? `code ${code}`}).`);
  process.exit(1);
}
