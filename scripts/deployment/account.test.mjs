import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { requireAccount } from './account.mjs';

const answer = (status, body) => ({ status, body });
const ALICE = answer(
  200,
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
);
const EXPIRED = answer(
  403,
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
    <Code>ExpiredToken</Code><Message>The security token is expired</Message></Error></ErrorResponse>`,
);

describe('the account to deploy to', () => {
  let says = ALICE;
  const server = createServer((_, response) =>
    response
      .writeHead(says.status, { 'content-type': 'text/xml' })
      .end(says.body),
  );

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (
      server.address()
    );
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) delete process.env[name];
    }
    const nobody = mkdtempSync(path.join(tmpdir(), 'aws-'));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: path.join(nobody, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(nobody, 'credentials'),
    });
  });

  beforeEach(() => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'example';
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('is that of the credentials', async () => {
    says = ALICE;
    assert.equal(await requireAccount({}), '111122223333');
  });

  it('is unknown without credentials, and the message says where some may come from', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    await assert.rejects(
      requireAccount({}),
      /Could not load credentials.*\n.*AWS_PROFILE.*aws sso login.*--profile/,
    );
  });

  it('is unknown with a profile that does not exist', async () => {
    await assert.rejects(requireAccount({ profile: 'finops' }), /'finops'/);
  });

  it('is unknown with credentials that AWS does not take', async () => {
    says = EXPIRED;
    await assert.rejects(
      requireAccount({}),
      /ExpiredToken: The security token is expired/,
    );
  });
});
