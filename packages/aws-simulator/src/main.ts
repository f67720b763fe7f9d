/** The simulator as a program: starts the server, prints where it is, and ends on SIGTERM or SIGINT. */
import { USAGE, readCommandLine } from './commandLine';
import { startSimulator } from './simulator';

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const simulator = await startSimulator(command.options);
  const { url, world } = simulator;
  process.stdout.write(
    `AWS simulator at ${url} (seed ${world.seed}, anchor ${world.anchor}). ` +
      `Point AWS clients at it with AWS_ENDPOINT_URL=${url}\n`,
  );
  const stop = () => {
    // With the server closed nothing keeps the process alive.
    simulator.close().catch(fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}

main().catch(fail);
