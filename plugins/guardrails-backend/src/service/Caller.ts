/** Says under which name the trail knows a caller. */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GrantedCall } from './GuardrailsService';

/** One line, and no name of the product, of a service or of an entity: those are other actors. */
const EMAIL = /^[^\s@:/]+@[^\s@:/]+$/;

export class Caller {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: {
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /**
   * The email of a person, or the user entity ref of one who has none; the subject of a service, e.g.
   * `plugin:scaffolder`.
   */
  async actorOf({
    credentials: { principal },
  }: Pick<GrantedCall, 'credentials'>): Promise<string> {
    return principal.type === 'service'
      ? principal.subject
      : (await this.#emailOf(principal.userEntityRef)) ??
          principal.userEntityRef;
  }

  async #emailOf(userEntityRef: string): Promise<string | undefined> {
    try {
      // With the plugin's own credentials: what the trail calls somebody must not depend on what they may see.
      const user = await this.#catalog.getEntityByRef(userEntityRef, {
        credentials: await this.#auth.getOwnServiceCredentials(),
      });
      const profile = user?.spec?.profile as { email?: unknown } | undefined;
      const email =
        typeof profile?.email === 'string' ? profile.email.trim() : '';
      return EMAIL.test(email) ? email : undefined;
    } catch (error) {
      // The entity ref names the person just as well, so a catalog that is down stops nobody from acting.
      this.#logger.warn(
        `The catalog did not answer for ${userEntityRef}; the audit trail names the entity ref instead of the email: ${stringifyError(
          error,
        )}`,
      );
      return undefined;
    }
  }
}
