/** Backends in processes of their own, on one PostgreSQL and one AWS, whose requests tell which backend made them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import type { JsonObject } from '@backstage/types';
import { startSimulator, type Simulator } from 'aws-simulator';

/** How the AWS clients name themselves: the access key in the signature. */
const ACCESS_KEY = /Credential=([^/]+)\//;

export class BackendProcesses {
  readonly #simulator: Simulator;
  readonly #gate: Server;
  readonly #config: JsonObject;
  readonly #children = new Map<string, ChildProcess>();
  /** Names of the backends, one for each request to Cost Explorer. */
  readonly costRequests: string[] = [];
  #isHolding = false;

  private constructor(simulator: Simulator, config: JsonObject) {
    this.#simulator = simulator;
    this.#config = config;
    this.#gate = createServer();
  }

  /** @param config - of every backend */
  static async create(config: JsonObject): Promise<BackendProcesses> {
    const backends = new BackendProcesses(await startSimulator(), config);
    await backends.#open();
    return backends;
  }

  /** From now on Cost Explorer takes requests and answers none, until `false`. */
  hold(isHolding: boolean): void {
    this.#isHolding = isHolding;
  }

  /** Starts backends with these names at once; resolves when all have started. */
  async start(...names: string[]): Promise<void> {
    await Promise.all(names.map(name => this.#start(name)));
  }

  /** As the kernel or a cloud would: no chance to finish anything. */
  async kill(name: string): Promise<void> {
    const child = this.#children.get(name)!;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** As whoever deploys a new version would: asks it to end, and waits until it has. */
  async terminate(name: string): Promise<void> {
    const child = this.#children.get(name)!;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }

  async stop(): Promise<void> {
    for (const child of this.#children.values()) child.kill('SIGKILL');
    this.#gate.close();
    this.#gate.closeAllConnections();
    await this.#simulator.close();
  }

  async #start(name: string): Promise<void> {
    const { port } = this.#gate.address() as AddressInfo;
    const child = spawn(
      process.execPath,
      [
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        path.join(__dirname, 'backendProcess.ts'),
        JSON.stringify(this.#config),
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...process.env,
          NODE_ENV: 'development',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
          AWS_ACCESS_KEY_ID: name,
          AWS_SECRET_ACCESS_KEY: 'example',
          AWS_REGION: 'us-east-1',
        },
      },
    );
    this.#children.set(name, child);
    const printed: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout!, child.stderr!]) {
        createInterface({ input: stream }).on('line', line => {
          printed.push(line);
          if (line === 'ready') resolve();
        });
      }
      child.once('exit', code =>
        reject(new Error(`${name} ended (${code}):\n${printed.join('\n')}`)),
      );
    });
  }

  async #open(): Promise<void> {
    this.#gate.on('request', async (request: IncomingMessage, response) => {
      const body = await buffer(request);
      const target = String(request.headers['x-amz-target'] ?? '');
      if (target.includes('GetCostAndUsage')) {
        const [, name] =
          ACCESS_KEY.exec(request.headers.authorization ?? '') ?? [];
        this.costRequests.push(name ?? 'nobody');
        if (this.#isHolding) return;
      }
      const { host: _, connection: __, ...headers } = request.headers;
      const answer = await fetch(this.#simulator.url + request.url, {
        method: request.method,
        headers: headers as Record<string, string>,
        body: request.method === 'GET' ? undefined : new Uint8Array(body),
      });
      response
        .writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        })
        .end(Buffer.from(await answer.arrayBuffer()));
    });
    await once(this.#gate.listen(0, '127.0.0.1'), 'listening');
  }
}
