/** What docs/operations.md and docs/production.md say of the stack, held to the stack itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { acknowledgedFindings } from './acknowledgedFindings';
import { contextKeys } from './deploymentOptions';
import { synthesize } from './testing/synthesize';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const text = read('docs/operations.md');

/** The part below a heading, up to the next heading of any level. */
function section(heading: string, document = text): string {
  const lines = document.split('\n');
  const start = lines.findIndex(line =>
    new RegExp(`^#+ ${heading}$`).test(line),
  );
  if (start < 0) throw new Error(`the document has no '${heading}'`);
  const length = lines.slice(start + 1).findIndex(line => /^#+ /.test(line));
  return lines
    .slice(start + 1, length < 0 ? undefined : start + 1 + length)
    .join('\n');
}

/** Rows of the table in a section, without its head. */
function rows(heading: string): string[][] {
  return section(heading)
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .slice(1, -1)
        .split(' | ')
        .map(cell => cell.trim()),
    );
}

const sources = readdirSync(__dirname);
const tests = sources
  .filter(file => file.endsWith('.test.ts'))
  .map(file => readFileSync(path.join(__dirname, file), 'utf8'))
  .join('\n');
/** `describe` and `it` of a test, as the table writes them: `network: has a single NAT gateway`. */
const testNames = new Set(
  tests.split(/^describe\(/m).flatMap(part => {
    const [, group] = part.match(/^'([^']+)'/) ?? [];
    return [...part.matchAll(/\bit\(\s*'([^']+)'/g)].map(
      ([, name]) => `${group}: ${name}`,
    );
  }),
);

describe('the table of the architecture', () => {
  const table = rows('Line by line');

  it('has every part of the documented architecture', () => {
    expect(table.length).toBeGreaterThanOrEqual(35);
  });

  it.each(table)('“%s” is made by %s', (_line, construct) => {
    const names = [...construct.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(names).not.toHaveLength(0);
    for (const name of names) {
      expect(sources).toContain(`${name}.ts`);
    }
  });

  it.each(table)('“%s” (%s) is tested by “%s”', (_line, _construct, named) => {
    for (const name of named.split('; ')) {
      expect([...testNames]).toContain(name);
    }
  });
});

describe('the table of choices', () => {
  it('has every choice that context may make', () => {
    const documented = rows('Choices').flatMap(([names]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(documented.sort()).toEqual(Object.values(contextKeys).sort());
  });
});

describe('the table of acknowledged findings', () => {
  it('says what the code says', () => {
    expect(rows('Findings that are accepted')).toEqual(
      acknowledgedFindings.map(({ where, rules, reason }) => [
        [...new Set(rules.map(rule => rule.replace(/\[.*/, '')))].join(', '),
        `\`${where}\``,
        reason,
      ]),
    );
  });

  it('gives reasons that quote the architecture, or lead to a paragraph', () => {
    const lines = rows('Line by line').map(([line]) => line);
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/ /g, '-'),
    );
    for (const { reason } of acknowledgedFindings) {
      const quoted = [...reason.matchAll(/“([^”]+)”/g)].map(([, q]) => q);
      const linked = [...reason.matchAll(/\]\(#([^)]+)\)/g)].map(([, a]) => a);
      expect([...quoted, ...linked]).not.toHaveLength(0);
      for (const quote of quoted) expect(lines).toContain(quote);
      for (const anchor of linked) expect(anchors).toContain(anchor);
    }
  });
});

describe('the tables of costs', () => {
  /** An average month. */
  const HOURS = 730;
  const said = section('What it costs');
  const schedules = read(
    'plugins/guardrails-backend/src/config/readSchedules.ts',
  );
  const hoursBetween = (job: string) => {
    const [, unit, number] =
      schedules.match(
        new RegExp(`${job}: \\{ frequency: \\{ (hours|minutes): (\\d+)`),
      ) ?? [];
    return Number(number) / (unit === 'minutes' ? 60 : 1);
  };

  it('name when they were written', () => {
    expect(said).toMatch(/as remembered in \w+ \d{4}/);
  });

  it('reckon with the requests that the jobs make when nobody sets their times', () => {
    // Usage in every run, and in the first one of a day what is charged beside it.
    const requests = HOURS / hoursBetween('ingestCosts') + HOURS / 24;
    expect(said).toContain(`~${Math.round(requests)} requests`);
    expect(said).toContain(`| ${(requests * 0.01).toFixed(2)} `);
    const metrics = (2 * HOURS) / hoursBetween('ingestMetrics');
    expect(said).toContain(`| ${((metrics / 1000) * 0.01).toFixed(2)} `);
  });

  it('have every part of the stack that is paid by the piece', () => {
    const stack = synthesize();
    const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
    const secrets = stack.all('AWS::SecretsManager::Secret').length;
    expect(said).toContain(`| ${words[secrets]} secrets `);
    expect(said).toContain(`| ${(secrets * 0.4).toFixed(1)} `);
    const { Cpu, Memory } = stack.one('AWS::ECS::TaskDefinition').Properties;
    expect(said).toContain(
      `| one Fargate task, ${Cpu / 1024} vCPU, ${Memory / 1024} GB `,
    );
    const { DBInstanceClass, AllocatedStorage } = stack.one(
      'AWS::RDS::DBInstance',
    ).Properties;
    expect(said).toContain(`\`${DBInstanceClass}\` and ${AllocatedStorage} GB`);
    expect(stack.all('AWS::EC2::NatGateway')).toHaveLength(1);
  });

  it('name the cap that bounds the first of them', () => {
    const [, cap] = said.match(
      /`guardrails\.costs\.requestCapPerDay` \((\d+)\)/,
    )!;
    expect(read('plugins/guardrails-backend/src/config/sections.ts')).toMatch(
      new RegExp(`requestCapPerDay: .*\\.default\\(${cap}\\)`),
    );
  });
});

describe('the table of variables', () => {
  const documented = new Set(
    [
      ...section('Variables', read('docs/production.md')).matchAll(
        /`([A-Z][A-Z_]+)`/g,
      ),
    ].map(([, name]) => name),
  );

  it('has what the stack gives to the portal, and to what comes before it', () => {
    const { ContainerDefinitions } = synthesize().one(
      'AWS::ECS::TaskDefinition',
    ).Properties;
    const given = ContainerDefinitions.flatMap(
      ({ Environment, Secrets }: any) => [...Environment, ...Secrets],
    ).map(({ Name }: { Name: string }) => Name);
    expect([...documented]).toEqual(expect.arrayContaining(given));
  });

  it('has what the production configuration reads', () => {
    const asked = [
      ...read('app-config.production.yaml').matchAll(/\$\{(\w+)/g),
    ].map(([, name]) => name);
    expect([...documented]).toEqual(expect.arrayContaining(asked));
  });
});

describe('the documents', () => {
  it('name files of the infrastructure that exist', () => {
    const named = [
      ...text.matchAll(/`((?:infra|packages|plugins|scripts)\/[\w./-]+)`/g),
    ];
    for (const [, file] of named) {
      expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
    }
  });
});
