// What a portal in production finds around itself, for one test: a PostgreSQL that speaks TLS alone, a user pool and an
// AWS, both simulated.
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { Instance } from '../portal/instance.mjs';
import { startSurroundings } from '../portal/portal.mjs';
import {
  findPostgresHome,
  removePostgresData,
} from '../portal/postgres-home.mjs';
import { portalSettings } from '../portal/settings.mjs';
import { freePort } from '../process/port.mjs';
import { locations } from '../setup/locations.mjs';

const progress = /** @type {import('../setup/progress.mjs').Progress} */ (
  /** @type {unknown} */ ({
    say: () => {},
    step: (_what, work) => work(() => {}),
  })
);

export class Surroundings {
  /**
   * @param {string} dataDir
   * @param {NodeJS.ProcessEnv} env - for a portal
   */
  constructor(dataDir, env) {
    this.dataDir = dataDir;
    this.env = env;
  }

  /**
   * @param {string} name - of the folder for its data
   * @param {object} [options]
   * @param {import('../portal/postgres-home.mjs').PostgresMajor} [options.major]
   * @param {boolean} [options.isKept] - the folder holds a database already
   */
  static async start(name, { major, isKept = false } = {}) {
    const dataDir = path.join(locations.data, name);
    fs.mkdirSync(dataDir, { recursive: true });
    const instance = await Instance.claim(dataDir, progress);
    if (!isKept) removePostgresData(dataDir);
    const settings = portalSettings(
      {
        production: true,
        port: String(await freePort()),
        'data-dir': dataDir,
        'throw-away': true,
      },
      {},
    );
    return new Surroundings(
      dataDir,
      await startSurroundings(
        { ...settings, postgresMajor: major },
        { progress, instance },
      ),
    );
  }

  /** @returns {Promise<string>} a connection string of the superuser */
  async administrator() {
    const { folder } = await findPostgresHome(this.dataDir);
    const password = fs.readFileSync(path.join(folder, 'password'), 'utf8');
    return `postgresql://postgres:${password}@localhost:${this.env.POSTGRES_PORT}/postgres`;
  }

  /** As the portal's user, unless something else is said. @param {import('pg').ClientConfig} [overrides] */
  async connect(overrides) {
    const { env } = this;
    const client = new pg.Client({
      host: env.POSTGRES_HOST,
      port: Number(env.POSTGRES_PORT),
      user: env.POSTGRES_USER,
      password: env.POSTGRES_PASSWORD,
      database: env.POSTGRES_DB,
      ssl: { ca: fs.readFileSync(env.POSTGRES_CA_FILE ?? '') },
      ...overrides,
    });
    await client.connect();
    return client;
  }

  /**
   * @param {string} sql
   * @param {unknown[]} [values]
   * @returns {Promise<any[]>} its rows
   */
  async query(sql, values) {
    const client = await this.connect();
    try {
      return (await client.query(sql, values)).rows;
    } finally {
      await client.end();
    }
  }
}
