/** What the portal's policy grants a caller: for each permission, the projects that it holds for. */
import { NotAllowedError } from '@backstage/errors';
import type { Permission } from '@backstage/plugin-permission-common';

/** Every project, no project, or the projects with these ids. */
export type Granted = 'all' | 'none' | ReadonlySet<string>;

export class Grants {
  readonly #byName: ReadonlyMap<string, Granted>;

  /** By name of the permission. One that is not among them is not granted. */
  constructor(byName: ReadonlyMap<string, Granted>) {
    this.#byName = byName;
  }

  /** @throws NotAllowedError that names the permissions which hold for no project at all */
  assert(...permissions: readonly Permission[]): void {
    const denied = permissions.filter(each => this.#of(each) === 'none');
    if (denied.length > 0) throw notGranted(...denied);
  }

  /** Whether a permission holds for the things of a project. */
  has(permission: Permission, projectId: string): boolean {
    const granted = this.#of(permission);
    return granted === 'all' || (granted !== 'none' && granted.has(projectId));
  }

  /** Ids of the projects that all of the permissions hold for; undefined when that is every project. */
  projectsOf(...permissions: readonly Permission[]): string[] | undefined {
    const sets = permissions
      .map(each => this.#of(each))
      .filter(
        (granted): granted is 'none' | ReadonlySet<string> => granted !== 'all',
      )
      .map(granted => (granted === 'none' ? new Set<string>() : granted));
    if (sets.length === 0) return undefined;
    const [first, ...others] = sets;
    return [...first].filter(id => others.every(other => other.has(id)));
  }

  #of({ name }: Permission): Granted {
    return this.#byName.get(name) ?? 'none';
  }
}

export function notGranted(
  ...permissions: readonly Permission[]
): NotAllowedError {
  return new NotAllowedError(
    `The portal's policy does not grant you ${permissions
      .map(({ name }) => `'${name}'`)
      .join(', ')}`,
  );
}
