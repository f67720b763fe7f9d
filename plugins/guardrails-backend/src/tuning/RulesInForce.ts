/** The rules of a project as the next run of detection would have them: configuration, and annotations of the catalog. */
import { ServiceUnavailableError } from '@backstage/errors';
import type { EntityParameters, RuleSet, RulesOfProject } from '../detection';

type ByProject = ReadonlyMap<string, readonly EntityParameters[]>;

/** For so long a changed annotation may go unnoticed: every entity that names a project is read for it. */
const KEPT_MS = 60_000;
/** Nobody looks longer at a page that is empty; the catalog of a large portal takes a second or two. */
const PATIENCE_MS = 10_000;

/** What entities set over the configuration. */
interface Annotations {
  byProject(signal: AbortSignal): Promise<ByProject>;
}

export class RulesInForce {
  readonly #rules: RuleSet;
  readonly #annotations: Annotations;
  readonly #patienceMs: number;
  /** The same for every caller: what entities set decides what is judged, whoever asks. */
  #kept?: { readonly until: number; readonly entities: Promise<ByProject> };

  constructor(options: {
    readonly rules: RuleSet;
    readonly annotations: Annotations;
    /** For how long the catalog is waited for, in milliseconds; by default ten seconds. */
    readonly patienceMs?: number;
  }) {
    this.#rules = options.rules;
    this.#annotations = options.annotations;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  /**
   * @param project - its name; absent: what holds for every project that sets nothing of its own
   * @throws ServiceUnavailableError when the catalog does not say what its entities set
   */
  async of(
    project?: string,
  ): Promise<RulesOfProject & { readonly entityRefs: readonly string[] }> {
    const entities =
      project === undefined ? [] : (await this.#entities()).get(project) ?? [];
    return {
      ...this.#rules.forEntities(project, entities),
      entityRefs: entities.map(({ entityRef }) => entityRef),
    };
  }

  async #entities(): Promise<ByProject> {
    const now = Date.now();
    if (!this.#kept || this.#kept.until <= now) {
      const signal = AbortSignal.timeout(this.#patienceMs);
      const entities = this.#annotations.byProject(signal).catch(error => {
        this.#kept = undefined;
        throw new ServiceUnavailableError(
          'The catalog did not say which parameters its entities set',
          error,
        );
      });
      this.#kept = { until: now + KEPT_MS, entities };
    }
    return this.#kept.entities;
  }
}
