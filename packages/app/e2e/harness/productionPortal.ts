// A portal on its production configuration, with a simulated Cognito user pool to sign in to; and a test's way to make
// tokens that nobody issued.
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  decodeJwt,
  decodeProtectedHeader,
  importPKCS8,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { PortalProcess } from './portalProcess';

const ALGORITHM = 'ES256';
const KEY_ID = 'portal';

interface KeyFiles {
  readonly publicKeyFile: string;
  readonly privateKeyFile: string;
}

export class ProductionPortal {
  readonly #portal: PortalProcess;
  readonly #keys: Record<'genuine' | 'other', KeyFiles>;

  private constructor(
    portal: PortalProcess,
    keys: Record<'genuine' | 'other', KeyFiles>,
  ) {
    this.#portal = portal;
    this.#keys = keys;
  }

  static async start(): Promise<ProductionPortal> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-keys-'));
    const keys = {
      genuine: makeKeys(folder, 'genuine'),
      other: makeKeys(folder, 'other'),
    };
    const portal = await PortalProcess.start({
      name: 'e2e-production',
      flags: ['--production'],
      env: {
        // Keys that the test has as well, so that it can make a token that differs from a real one in one thing.
        APP_CONFIG_auth_keyStore: JSON.stringify({
          provider: 'static',
          static: {
            keys: [{ ...keys.genuine, keyId: KEY_ID, algorithm: ALGORITHM }],
          },
        }),
      },
    });
    return new ProductionPortal(portal, keys);
  }

  get url(): string {
    return this.#portal.url;
  }

  /** Address of the Hosted UI. */
  get hostedUi(): string {
    const log = fs.readFileSync(this.#portal.logOf('cognito'), 'utf8');
    return /domain (\S+)/.exec(log)![1];
  }

  /** Ends all sessions that could be renewed. */
  async expireSessions(): Promise<void> {
    const response = await fetch(
      `${this.hostedUi}/_simulator/expire-refresh-tokens`,
      { method: 'POST' },
    );
    if (!response.ok) throw new Error(await response.text());
  }

  /**
   * @param token - a portal token
   * @param changes - of its claims
   * @returns the same token but for the changes, signed by the portal's key, or by another under the same name
   */
  async resign(
    token: string,
    changes: Record<string, unknown>,
    key: 'genuine' | 'other' = 'genuine',
  ): Promise<string> {
    const { alg: _alg, kid: _kid, ...header } = decodeProtectedHeader(token);
    const pem = fs.readFileSync(this.#keys[key].privateKeyFile, 'utf8');
    const claims: JWTPayload = decodeJwt(token);
    return new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ ...header, alg: ALGORITHM, kid: KEY_ID })
      .sign(await importPKCS8(pem, ALGORITHM));
  }

  async stop(): Promise<void> {
    await this.#portal.stop();
    fs.rmSync(path.dirname(this.#keys.genuine.publicKeyFile), {
      recursive: true,
    });
  }
}

function makeKeys(folder: string, name: string): KeyFiles {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = {
    publicKeyFile: path.join(folder, `${name}.public.pem`),
    privateKeyFile: path.join(folder, `${name}.private.pem`),
  };
  fs.writeFileSync(files.publicKeyFile, publicKey);
  fs.writeFileSync(files.privateKeyFile, privateKey, { mode: 0o600 });
  return files;
}
