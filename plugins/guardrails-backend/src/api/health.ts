/** Tells load balancers and uptime checks whether the plugin can work. Public, so it says nothing more. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Health } from '@cloudops/plugin-guardrails-common';
import type { RequestHandler } from 'express';
import { readFile } from 'node:fs/promises';

/** Longer than any answer of a database that works, shorter than the patience of the usual health check (10 s). */
const PATIENCE_MS = 5_000;

/** What has to answer for the plugin to work. */
export interface Pinged {
  ping(): Promise<unknown>;
}

export async function answerHealth(database: Pinged): Promise<RequestHandler> {
  const { version } = JSON.parse(
    await readFile(
      resolvePackagePath('@cloudops/plugin-guardrails-backend', 'package.json'),
      'utf8',
    ),
  );
  return async (_, response) => {
    if (!(await isAnswering(database))) {
      throw new ServiceUnavailableError('The database does not answer');
    }
    const health: Health = { status: 'ok', database: 'ok', version };
    response.json(health);
  };
}

/** Why it does not answer is for the logs of the database and its pool, not for the public. */
async function isAnswering(database: Pinged): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answer = database.ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
