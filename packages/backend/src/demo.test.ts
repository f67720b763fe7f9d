import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const root = resolve(__dirname, '../../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');

const config = parse(read('app-config.demo.yaml'));
const projects: { name: string; accountId: string }[] =
  config.guardrails.projects;

const entities = ['teams', 'systems', 'services']
  .flatMap(name => parseAllDocuments(read(`catalog/${name}.yaml`)))
  .map(document => document.toJS());
const components = entities.filter(({ kind }) => kind === 'Component');

const named = (kind: string) =>
  entities
    .filter(entity => entity.kind === kind)
    .map(({ metadata }) => metadata.name);

describe('the demo', () => {
  it('has a component for every configured project, annotated with its name', () => {
    const annotated = components
      .map(({ metadata }) => metadata.annotations?.['guardrails/project'])
      .filter(Boolean);

    // What no service claims is the default project's: it has no component.
    expect([...annotated, 'default'].sort()).toEqual(
      projects.map(({ name }) => name).sort(),
    );
  });

  it('has one component without a project, which shows that no tab appears', () => {
    const without = components.filter(({ metadata }) => !metadata.annotations);

    expect(without.map(({ metadata }) => metadata.name)).toEqual([
      'design-system',
    ]);
  });

  it('reads every account that a project lies in', () => {
    const accounts = config.aws.accounts.map(
      ({ accountId }: { accountId: string }) => accountId,
    );

    expect(accounts).toEqual(
      expect.arrayContaining(projects.map(({ accountId }) => accountId)),
    );
  });

  it('refers only to teams, systems and components that exist', () => {
    const [groups, systems] = [named('Group'), named('System')];
    for (const { spec } of [
      ...components,
      ...entities.filter(({ kind }) => kind === 'System'),
    ]) {
      expect(groups).toContain(spec.owner);
      expect([...systems, undefined]).toContain(spec.system);
      for (const ref of spec.dependsOn ?? []) {
        expect(
          named('Component').map(name => `component:default/${name}`),
        ).toContain(ref);
      }
    }
    for (const { spec } of entities.filter(({ kind }) => kind === 'User')) {
      expect(groups).toEqual(expect.arrayContaining(spec.memberOf));
    }
  });
});
