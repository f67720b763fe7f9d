/** Claims of entities that the catalog has no more: they stay in force until it has said so for a day. */
import type { RecordedClaims } from '../audit';
import { DEFAULT_PROJECT, type ProjectConfig } from '../config';
import type { EntityProject, ProjectProblem } from '../projects';
import type { AccountHistory } from './accountHistories';
import type { AttributedAccount } from './attribution';
import { accountKey, type RecentRuns } from './costReads';

// A catalog that begins anew, or a provider of it that fails, has its entities back within hours; who deletes one can
// wait for a day.
const BELIEVED_AFTER_HOURS = 24;

/** What is claimed besides what the catalog lists now. */
export interface MissingClaims {
  /** Whose claims stay in force, and which. */
  readonly held: readonly EntityProject[];
  readonly problems: readonly ProjectProblem[];
  /** Of each account whose division names some: who is missing, and the time of the run that saw it first. */
  readonly missing: readonly {
    readonly accountId?: string;
    readonly since: Readonly<Record<string, string>>;
  }[];
}

/**
 * A fresh catalog knows no entity, and a broken provider half of them. To believe it at once would restate their whole
 * past to zero, and back a minute later. Claims that are new, or changed, or made by somebody else by now, count at
 * once.
 *
 * @param histories - of the accounts, the one that was divided last first: who moved from one to another that could not
 *   be read since has claims in both, and only the later ones hold
 * @param entities - that the catalog lists
 * @param configured - the projects of the configuration
 */
export function missingClaims(
  histories: readonly AccountHistory[],
  {
    entities: listed,
    configured,
    recent,
    now,
  }: {
    readonly entities: readonly EntityProject[];
    readonly configured: readonly ProjectConfig[];
    readonly recent: ReadonlyMap<string, RecentRuns>;
    readonly now: Date;
  },
): MissingClaims {
  const home = configured.find(({ name }) => name === DEFAULT_PROJECT);
  const entities = listed.map(entity => ({
    ...entity,
    accountId: entity.accountId ?? home?.accountId,
  }));
  const known = new Set([...configured, ...entities].map(({ name }) => name));
  const held: EntityProject[] = [];
  const problems: ProjectProblem[] = [];
  const missing: { accountId?: string; since: Record<string, string> }[] = [];
  const seen = new Set<string>();
  for (const { accountId, newest } of histories) {
    const before = recent.get(accountKey(accountId))?.missing;
    const since: Record<string, string> = {};
    for (const entity of claimantsOf(accountId, newest.claims)) {
      if (!known.has(entity.name) && !seen.has(entity.name)) {
        seen.add(entity.name);
        const first = before?.[entity.name] ?? now.toISOString();
        since[entity.name] = first;
        if (hoursBetween(first, now) < BELIEVED_AFTER_HOURS) {
          held.push(withoutClaimsOf(entities, entity));
          problems.push({
            project: entity.name,
            message: `the catalog has no such entity with claims since ${first}; it keeps its costs until the catalog has said so for ${BELIEVED_AFTER_HOURS} hours, because one that starts or fails says it as well`,
          });
        }
      }
    }
    if (before || Object.keys(since).length > 0) {
      missing.push({ accountId, since });
    }
  }
  return { held, problems, missing };
}

/** How an account is divided, for the event that records it. */
export function recordedClaims({
  rest,
  claims,
}: AttributedAccount): RecordedClaims {
  return {
    ...(rest !== undefined && { rest }),
    values: claims.flatMap(({ dimension, projects }) =>
      [...projects].map(([value, project]) => ({ dimension, value, project })),
    ),
  };
}

/** Nobody, where an event says only among whom an account was divided. */
function claimantsOf(
  accountId: string | undefined,
  { rest, values }: RecordedClaims = { values: [] },
): EntityProject[] {
  const names = new Set([
    ...(rest === undefined ? [] : [rest]),
    ...values.map(({ project }) => project),
  ]);
  return [...names].map(name => ({
    name,
    accountId,
    claims: values
      .filter(({ project }) => project === name)
      .map(({ dimension, value }) => ({ dimension, value })),
    claimsAccount: rest === name,
  }));
}

/** What others claim by now is theirs: an entity that was renamed is one that is gone and one that is new. */
function withoutClaimsOf(
  entities: readonly EntityProject[],
  gone: EntityProject,
): EntityProject {
  const others = entities.filter(
    ({ accountId }) => accountId === gone.accountId,
  );
  const taken = new Set(
    others.flatMap(({ claims }) => claims.map(claimInWords)),
  );
  return {
    ...gone,
    claims: gone.claims.filter(claim => !taken.has(claimInWords(claim))),
    claimsAccount:
      gone.claimsAccount && !others.some(({ claimsAccount }) => claimsAccount),
  };
}

function claimInWords({
  dimension: { type, key },
  value,
}: EntityProject['claims'][number]): string {
  return JSON.stringify([type, key, value]);
}

function hoursBetween(from: string, to: Date): number {
  return (to.getTime() - Date.parse(from)) / 3_600_000;
}
