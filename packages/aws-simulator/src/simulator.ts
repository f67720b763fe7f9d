/** Starts and stops the simulator's HTTP server. */
import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Clock } from './clock';
import { CONTROL_PREFIX, Control } from './control';
import { Faults } from './faults';
import { type Delivery, Gateway } from './gateway';
import type { HttpRequest } from './protocols/protocol';
import { RequestLog } from './requestLog';
import { dayOf, parseDay } from './world/calendar';
import { World } from './world/world';

export interface SimulatorOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Decides all noise. Default 1. */
  readonly seed?: number;
  /** `YYYY-MM-DD`, the day the incidents are placed around. Default: the day of `now`. */
  readonly anchor?: string;
  /** Stops the clock at this instant. Default: the clock runs with the real one. */
  readonly now?: Date;
  /** Rows on a page of Cost Explorer. Default 1000. */
  readonly pageSize?: number;
  /** Accounts beside the two of the world, each with a role and an HTTP API, and without a bill. Default 0. */
  readonly moreAccounts?: number;
  /** The account of the credentials is the management account of all others, whose bills it has as well. Default false. */
  readonly isOrganization?: boolean;
}

export interface Simulator {
  /** What AWS_ENDPOINT_URL is to be. */
  readonly url: string;
  readonly port: number;
  readonly world: World;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Stops listening, ends open connections, and waits for both. */
  close(): Promise<void>;
}

// Never reachable from another machine: the simulator accepts any credentials.
const HOST = '127.0.0.1';
const DEFAULT_SEED = 1;
// 90 days of an account grouped by service and component are about 3,600 rows: four pages.
const DEFAULT_PAGE_SIZE = 1000;
const LARGEST_BODY_BYTES = 1024 * 1024;

class BodyTooLarge extends Error {}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) {
      throw new BodyTooLarge(
        `The request body is larger than ${LARGEST_BODY_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function requestOf(message: IncomingMessage): Promise<HttpRequest> {
  return {
    method: message.method ?? 'GET',
    path: (message.url ?? '/').split('?')[0],
    headers: message.headers,
    body: await readBody(message),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} on ${HOST} is already in use. Stop the program that has it, or choose another port.`,
              { cause: error },
            )
          : error,
      ),
    );
    server.listen(port, HOST, resolve);
  });
}

function deliver(
  delivery: Delivery,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  if (delivery.how === 'reset') {
    message.socket.resetAndDestroy();
    return;
  }
  const { status, headers, body } = delivery.reply;
  const half = body.slice(0, Math.floor(body.length / 2));
  switch (delivery.how) {
    case 'withheld':
      return;
    case 'truncated':
      response.writeHead(status, headers);
      response.end(half);
      return;
    case 'lost':
      response.writeHead(status, {
        ...headers,
        'content-length': String(Buffer.byteLength(body)),
      });
      response.write(half, () => message.socket.destroy());
      return;
    default:
      response.writeHead(status, headers);
      response.end(body);
  }
}

function anchorDay(anchor: string | undefined, now: Date) {
  if (anchor === undefined) {
    return dayOf(now);
  }
  const day = parseDay(anchor);
  if (day === undefined) {
    throw new Error(
      `The anchor must be a day written as YYYY-MM-DD, got '${anchor}'`,
    );
  }
  return day;
}

function positive(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${name} must be a whole number from 1, got ${value}`);
  }
  return value;
}

export async function startSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const pageSize = positive('pageSize', options.pageSize ?? DEFAULT_PAGE_SIZE);
  const clock = new Clock(options.now);
  const world = new World({
    seed: options.seed ?? DEFAULT_SEED,
    anchor: anchorDay(options.anchor, clock.now()),
    moreAccounts: options.moreAccounts ?? 0,
    isOrganization: options.isOrganization ?? false,
  });
  const faults = new Faults();
  const requests = new RequestLog();
  const gateway = new Gateway({ world, clock, faults, requests, pageSize });
  const control = new Control({ world, clock, faults, requests });

  async function answer(message: IncomingMessage): Promise<Delivery> {
    const request = await requestOf(message);
    return request.path.startsWith(`${CONTROL_PREFIX}/`)
      ? { how: 'whole', reply: control.handle(request) }
      : gateway.handle(request);
  }

  const server = createServer((message, response) => {
    answer(message).then(
      delivery => deliver(delivery, message, response),
      error => {
        const status = error instanceof BodyTooLarge ? 413 : 500;
        response.writeHead(status, {
          'content-type': 'text/plain',
          connection: 'close',
        });
        response.end(String(error));
      },
    );
  });

  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    port,
    world,
    clock,
    faults,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
