/** A real portal for the time of a bench, on a PostgreSQL that is already there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

export interface BenchPortal {
  readonly url: string;
  /** Connection string of the database of the plugin. */
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** @param postgresUrl - a superuser's; Backstage makes a database for each plugin */
export async function startPortal(postgresUrl: string): Promise<BenchPortal> {
  const postgres = new URL(postgresUrl);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'scripts/portal.mjs'),
      'start',
      `--port=${port}`,
      `--data-dir=${path.join(root, '.data/bench-ui')}`,
      '--fresh',
    ],
    {
      // The channel ends the portal when we are gone, even killed.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: undefined,
        POSTGRES_HOST: postgres.hostname,
        POSTGRES_PORT: postgres.port,
        POSTGRES_USER: decodeURIComponent(postgres.username),
        POSTGRES_PASSWORD: decodeURIComponent(postgres.password),
      },
    },
  );
  await new Promise<void>((resolve, reject) => {
    const output: string[] = [];
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output.push(text);
        if (text.includes('The portal is ready')) resolve();
      });
    }
    child.on('error', reject);
    child.on('exit', code =>
      reject(
        new Error(`The portal ended with code ${code}:\n${output.join('')}`),
      ),
    );
  });
  postgres.pathname = '/backstage_plugin_guardrails';
  return {
    url: `http://localhost:${port}`,
    databaseUrl: postgres.href,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
