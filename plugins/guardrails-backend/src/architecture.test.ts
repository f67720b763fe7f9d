/** The arrows of docs/architecture.md, read off the imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Room → the rooms that it may import. Each stands below the ones that it imports, so the arrows point one way. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  config: [],
  inputs: [],
  refusals: [],
  stopping: [],
  workflow: [],
  database: [],
  sources: ['config', 'stopping'],
  projects: ['config', 'stopping'],
  detection: ['config'],
  recommendations: ['detection'],
  permissions: [],
  search: [],
  audit: ['database'],
  ingestion: ['audit', 'config', 'database', 'projects', 'stopping'],
  alerts: ['audit', 'database', 'detection', 'recommendations', 'stopping'],
  tuning: ['alerts', 'database', 'detection', 'refusals'],
  jobs: [
    'alerts',
    'audit',
    'config',
    'database',
    'detection',
    'ingestion',
    'projects',
    'refusals',
    'stopping',
  ],
  service: [
    'audit',
    'config',
    'database',
    'ingestion',
    'inputs',
    'permissions',
    'recommendations',
    'refusals',
    'workflow',
  ],
  notify: ['audit', 'config', 'database', 'permissions', 'stopping'],
  api: ['config', 'inputs', 'service'],
  actions: ['inputs', 'service'],
};

/** Packages that reach outside, and the only room that may use them. */
const EDGES: readonly (readonly [RegExp, string])[] = [
  [/^(@aws-sdk\/|@smithy\/|@backstage\/integration-aws-node$)/, 'sources'],
  [/^(knex|pg|better-sqlite3)$/, 'database'],
  [/^express(-|$)/, 'api'],
  [
    /^(standardwebhooks|@backstage\/plugin-(events|notifications|signals)-.*)$/,
    'notify',
  ],
];

/** Rooms without I/O and clock, and the libraries that have none either. */
const PURE_ROOMS = ['detection', 'recommendations', 'workflow'];
const PURE_LIBRARIES = [
  '@backstage/errors',
  '@cloudops/plugin-guardrails-common',
  '@cloudops/plugin-guardrails-node',
  'luxon',
  'zod',
];
const CLOCK_OR_CHANCE =
  /\bDate\.now\b|\bnew Date\(\)|\bDateTime\.(now|utc\(\))|\bperformance\b|\bMath\.random\b/;

interface Import {
  readonly from: string;
  /** Gone from the compiled code. */
  readonly typesOnly: boolean;
}

function importsIn(source: string): Import[] {
  const statements =
    /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm;
  const calls = /\b(?:import|require)\(\s*'([^']+)'/g;
  return [
    ...[...source.matchAll(statements)].map(([, types, from]) => ({
      from,
      typesOnly: types !== undefined,
    })),
    ...[...source.matchAll(calls)].map(([, from]) => ({
      from,
      typesOnly: false,
    })),
  ];
}

/** What an import in a file of `src` does that the architecture forbids; undefined when nothing. */
function violationOf(
  file: string,
  { from, typesOnly }: Import,
): string | undefined {
  const room = file.split('/')[0];
  const refused = (why: string) => `${file} imports ${from}: ${why}`;
  if (from.startsWith('.')) {
    const target = join(dirname(file), from).split('/')[0];
    return target === room || ROOMS[room].includes(target)
      ? undefined
      : refused(`${room}/ may import ${ROOMS[room].join(', ') || 'no room'}`);
  }
  if (PURE_ROOMS.includes(room) && !PURE_LIBRARIES.includes(from)) {
    return refused(`${room}/ is pure`);
  }
  const edge = EDGES.find(([name]) => name.test(from));
  return edge && edge[1] !== room && !typesOnly
    ? refused(`only ${edge[1]}/ may use it`)
    : undefined;
}

const FILES = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .map(path => relative(__dirname, join(__dirname, path)))
  .filter(
    path =>
      path.includes('/') &&
      path.endsWith('.ts') &&
      !path.endsWith('.test.ts') &&
      !path.includes('__testUtils__'),
  )
  .map(path => ({ path, source: readFileSync(join(__dirname, path), 'utf8') }));

describe('the architecture', () => {
  it('has the rooms that are documented, each below the ones that it imports', () => {
    const rooms = Object.keys(ROOMS);
    expect(
      [...new Set(FILES.map(({ path }) => path.split('/')[0]))].sort(),
    ).toEqual([...rooms].sort());
    for (const [room, imported] of Object.entries(ROOMS)) {
      expect(rooms.slice(0, rooms.indexOf(room))).toEqual(
        expect.arrayContaining([...imported]),
      );
    }
  });

  it('is kept by every import', () => {
    const violations = FILES.flatMap(({ path, source }) =>
      importsIn(source).map(each => violationOf(path, each)),
    ).filter(Boolean);

    expect(violations).toEqual([]);
  });

  it('keeps clock and chance out of the pure rooms', () => {
    const impure = FILES.filter(
      ({ path, source }) =>
        PURE_ROOMS.includes(path.split('/')[0]) && CLOCK_OR_CHANCE.test(source),
    );

    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['detection/judge.ts', "import type { Stores } from '../database';"],
    [
      'detection/rules/costSpike.ts',
      "import {\n  readFile,\n} from 'node:fs';",
    ],
    ['workflow/Workflow.ts', "export * from '../service';"],
    ['api/health.ts', "import { Database } from '../database/Database';"],
    ['service/Costs.ts', "import { knex } from 'knex';"],
    ['service/Costs.ts', "import { settings } from '../settings';"],
    ['jobs/RunRecord.ts', "await import('@aws-sdk/client-cloudwatch');"],
  ])('would refuse %s: %s', (file, source) => {
    const [only] = importsIn(source);
    expect(violationOf(file, only)).toContain(file);
  });

  it('lets a room name the types of a library that it does not use', () => {
    const [only] = importsIn("import type { Request } from 'express';");
    expect(violationOf('service/GuardrailsService.ts', only)).toBeUndefined();
  });
});
