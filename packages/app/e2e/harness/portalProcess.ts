// A portal started the way `npm start` starts it, with data of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

const root = path.resolve(__dirname, '../../../..');

export interface PortalOptions {
  /** Folder under `.data`; emptied at the start of each run, and kept after it: its logs tell why a test failed. */
  readonly name: string;
  /** Of `npm start`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class PortalProcess {
  readonly url: string;
  readonly #dataDir: string;
  readonly #options: PortalOptions;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #daysAhead = 0;

  private constructor(options: PortalOptions, port: number) {
    this.url = `http://localhost:${port}`;
    this.#dataDir = path.join(root, '.data', options.name);
    this.#options = options;
    this.#port = port;
  }

  /** The file to which one of its parts prints. */
  logOf(part: 'simulator' | 'cognito'): string {
    return path.join(this.#dataDir, `logs/${part}.log`);
  }

  static async start(options: PortalOptions): Promise<PortalProcess> {
    const portal = new PortalProcess(options, await freePort());
    await portal.#launch('--fresh');
    return portal;
  }

  /** Stops it in order, and starts it again on the same port and data. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    await this.#launch();
  }

  /** The same, after which it lives so many days later than this machine, and so does the AWS that it reads. */
  async restartLater(days: number): Promise<void> {
    this.#daysAhead = days;
    await this.restart();
  }

  /** Kills it without giving it a chance to clear up, and starts it again on the same port and data. */
  async restartAfterKill(): Promise<void> {
    await this.#end('SIGKILL');
    await this.#launch();
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #launch(...flags: string[]): Promise<void> {
    const child = spawn(
      process.execPath,
      [
        path.join(root, 'scripts/portal.mjs'),
        'start',
        `--port=${this.#port}`,
        `--data-dir=${this.#dataDir}`,
        '--throw-away',
        ...(this.#options.flags ?? []),
        ...flags,
      ],
      {
        // The channel ends the portal when we are gone, even killed.
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...withoutSettings(process.env),
          ...this.#options.env,
          ...(this.#daysAhead > 0 && clockAhead(this.#daysAhead)),
        },
      },
    );
    this.#child = child;
    const output: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout!, child.stderr!]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output.push(text);
          process.stdout.write(
            text.replace(/^(?=.)/gm, `    ${this.#options.name} | `),
          );
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
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}

/** The environment of a Node.js process that lives later. */
function clockAhead(days: number) {
  const clock = path.join(__dirname, 'clockAhead.cjs');
  return {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require "${clock}"`,
    CLOCK_AHEAD_DAYS: String(days),
  };
}

/** The portal must run as it does for people who set nothing. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(NODE_ENV|PORT|AWS_.*|POSTGRES_.*)$/.test(name),
    ),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('No port');
  await new Promise(resolve => server.close(resolve));
  return address.port;
}
