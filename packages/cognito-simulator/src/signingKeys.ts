/** The pool's key, and ID tokens that are wrong in one way each. */
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { IdTokenFault } from './users';

const ALGORITHM = 'RS256';
const KEY_ID = 'pool';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

export class SigningKeys {
  readonly #genuine: PrivateKey;
  readonly #stolen: PrivateKey;
  /** The genuine key with its private part, as the provider takes it. */
  readonly jwk: object;

  private constructor(genuine: PrivateKey, stolen: PrivateKey, jwk: object) {
    this.#genuine = genuine;
    this.#stolen = stolen;
    this.jwk = jwk;
  }

  static async generate(): Promise<SigningKeys> {
    const [genuine, stolen] = await Promise.all(
      [1, 2].map(() => generateKeyPair(ALGORITHM, { extractable: true })),
    );
    const jwk = await exportJWK(genuine.privateKey);
    return new SigningKeys(genuine.privateKey, stolen.privateKey, {
      ...jwk,
      kid: KEY_ID,
      alg: ALGORITHM,
      use: 'sig',
    });
  }

  /** @returns the same ID token, but for the one thing that is wrong with it */
  async spoil(idToken: string, fault: IdTokenFault): Promise<string> {
    const claims = decodeJwt(idToken);
    const longAgo = Math.floor(Date.now() / 1000) - 24 * 3600;
    const wrong = {
      forged: {},
      foreign: { aud: 'another-client' },
      expired: { iat: longAgo, exp: longAgo + 3600 },
    }[fault];
    return new SignJWT({ ...claims, ...wrong })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .sign(fault === 'forged' ? this.#stolen : this.#genuine);
  }
}
