/** Says under which name a recommendation is kept as somebody's: a user or group of the catalog, or free text. */
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GrantedCall } from './GuardrailsService';

/** Neither an email nor a name begins like this. */
const REF = /^(user|group):/i;

export class Assignees {
  readonly #catalog: CatalogService;

  constructor(options: { catalog: CatalogService }) {
    this.#catalog = options.catalog;
  }

  /**
   * The name that is stored. A ref is looked up with the caller's credentials, so that nobody is assigned whom the
   * caller cannot see; other text is taken as it is, an email or a name.
   *
   * @throws InputError when the ref names nobody, or the text is no line of text
   */
  async named(
    owner: string,
    { credentials }: Pick<GrantedCall, 'credentials'>,
  ): Promise<string> {
    const name = assigneeAsked(owner);
    if (!REF.test(name)) return name;
    const entity = await this.#catalog
      .getEntityByRef(name, { credentials })
      .catch(error => {
        throw new ServiceUnavailableError(
          `The catalog did not say whether there is '${name}'; try again later, or assign by email or name`,
          error,
        );
      });
    if (!entity) {
      throw new InputError(
        `owner: got '${name}', of which the catalog knows nothing; takes a user or group of the catalog, e.g. 'group:default/payments', or an email or a name`,
      );
    }
    return name;
  }
}

/**
 * Without spaces around it, and a ref in full: otherwise one assignee would have several names.
 *
 * @throws InputError
 */
export function assigneeAsked(owner: string): string {
  const text = owner.trim();
  if (/\p{Cc}/u.test(text)) {
    throw new InputError(
      `owner: got ${JSON.stringify(text)}, takes one line of text`,
    );
  }
  if (!REF.test(text)) return text;
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `owner: got '${text}', takes a user or group as kind:namespace/name, e.g. 'group:default/payments', or an email or a name`,
    );
  }
}
