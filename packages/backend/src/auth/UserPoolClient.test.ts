import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserPoolClient } from './UserPoolClient';

describe('the client of a user pool', () => {
  let isUp = false;
  let asked = 0;
  let issuer: string;
  const server = createServer((_, response) => {
    asked += 1;
    response
      .writeHead(isUp ? 200 : 503, { 'content-type': 'application/json' })
      .end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/oauth2/authorize`,
          token_endpoint: `${issuer}/oauth2/token`,
        }),
      );
  });
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('asks the pool when it is needed, again after a failure, and never again after an answer', async () => {
    const client = new UserPoolClient(
      {
        issuer,
        domain: 'https://portal.example.com',
        clientId: 'client',
        clientSecret: 'secret',
      },
      'https://portal.example.com/api/auth/cognito/handler/frame',
    );
    expect(asked).toBe(0);

    await expect(client.get()).rejects.toThrow(
      /user pool http:\/\/127\.0\.0\.1:\d+ could not be reached/,
    );

    isUp = true;
    const first = await client.get();
    const before = asked;
    expect(await client.get()).toBe(first);
    expect(asked).toBe(before);
  });
});
