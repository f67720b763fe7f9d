/** The simulator as a program: prints where it is, and ends on SIGTERM or SIGINT. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { login, logout } from './hostedUi';
import { type AppClient, createUserPool } from './userPool';

const USAGE = `A local stand-in for an Amazon Cognito user pool.

Usage: cognito-simulator --client-id <id> --client-secret <secret> --callback-url <url> --logout-url <url> [--port <n>]

It prints its issuer (COGNITO_ISSUER) and the address of its Hosted UI (COGNITO_DOMAIN).
POST /_simulator/expire-refresh-tokens to the domain ends every session that could be renewed.
`;

function readCommandLine(): AppClient & { port: number } {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      'client-id': option,
      'client-secret': option,
      'callback-url': option,
      'logout-url': option,
      port: option,
    },
  });
  const required = (name: Exclude<keyof typeof values, 'port'>) => {
    const value = values[name];
    if (!value) throw new Error(`--${name} is missing.\n\n${USAGE}`);
    return value;
  };
  return {
    clientId: required('client-id'),
    clientSecret: required('client-secret'),
    callbackUrl: required('callback-url'),
    logoutUrl: required('logout-url'),
    port: Number(values.port ?? 0),
  };
}

async function main(): Promise<void> {
  const { port, ...client } = readCommandLine();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  // Two names of one server: the pool and its Hosted UI have different addresses, and their cookies are apart.
  const issuer = `http://127.0.0.1:${address.port}`;
  const domain = `http://localhost:${address.port}`;
  const pool = await createUserPool(client, issuer, domain);
  const toProvider = pool.provider.callback();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', domain);
    if (pathname.startsWith('/login/')) {
      await login(pool.provider, request, response);
    } else if (pathname === '/logout') {
      logout(client, searchParams, response);
    } else if (pathname === '/_simulator/expire-refresh-tokens') {
      await pool.expireRefreshTokens();
      response.end();
    } else {
      await toProvider(request, response);
    }
  };
  server.on('request', (request, response) => {
    answer(request, response).catch(error => {
      process.stderr.write(`${request.url}: ${error.stack}\n`);
      response.writeHead(500).end();
    });
  });
  process.stdout.write(
    `Cognito simulator: issuer ${issuer} domain ${domain}\n`,
  );
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
