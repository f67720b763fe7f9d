/** Changing things as people do, and reading what the trail says of it. */
import { mockCredentials } from '@backstage/backend-test-utils';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Test } from 'supertest';
import type { Database, ProjectRecord } from '../database';
import {
  openDatabase,
  type testDatabases,
} from '../database/__testUtils__/engines';
import { seedProject } from './seed';
import {
  ANA,
  startGuardrails,
  type RunningGuardrails,
} from './startGuardrails';

type Person = { principal: { userEntityRef?: string } };

export interface Changing {
  readonly guardrails: RunningGuardrails;
  readonly knex: Knex;
  readonly database: Database;
  /** payments-api. */
  readonly project: ProjectRecord;
  patch(path: string, body: object, user?: Person): Test;
  post(path: string, body: object, user?: Person): Test;
  /** What an event says, without what differs from run to run. */
  eventsOf(
    kind: 'alert' | 'recommendation',
    id: string,
  ): Promise<
    { eventType: string; actor: string; message: string; metadata: object }[]
  >;
}

export async function startChanging(
  databases: ReturnType<typeof testDatabases>,
  engine: Parameters<typeof openDatabase>[1],
  features: BackendFeature[] = [],
): Promise<Changing> {
  const { knex, database } = await openDatabase(databases, engine);
  const guardrails = await startGuardrails({ knex, features });
  const project = await seedProject(database, 'payments-api');
  const send = (
    method: 'patch' | 'post',
    path: string,
    body: object,
    user: Person,
  ) =>
    guardrails.api[method](`/api/guardrails${path}`)
      .set(
        'Authorization',
        mockCredentials.user.header(user.principal.userEntityRef),
      )
      .send(body);
  return {
    guardrails,
    knex,
    database,
    project,
    patch: (path, body, user = ANA) => send('patch', path, body, user),
    post: (path, body, user = ANA) => send('post', path, body, user),
    eventsOf: async (kind, id) =>
      (await database.events.byEntity(kind, id)).map(
        ({ eventType, actor, message, metadata }) => ({
          eventType,
          actor,
          message,
          metadata,
        }),
      ),
  };
}
