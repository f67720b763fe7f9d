/** What a workflow is: which statuses may follow which, as data. */
import { ConflictError } from '@backstage/errors';

/** For each status the ones it may move to, the usual one first. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

export class Workflow<S extends string> {
  readonly #subject: string;
  readonly #transitions: Transitions<S>;

  /** `subject` names in errors what moves, e.g. `alert`. */
  constructor(subject: string, transitions: Transitions<S>) {
    this.#subject = subject;
    this.#transitions = transitions;
  }

  /** The statuses that may follow, the usual one first. */
  allowedTransitions(from: S): readonly S[] {
    return this.#transitions[from];
  }

  /** @throws ConflictError that names the allowed statuses; also when nothing would change */
  assertTransition(from: S, to: S): void {
    const allowed = this.allowedTransitions(from);
    if (!allowed.includes(to)) {
      throw new ConflictError(
        `status: got '${to}' for ${
          this.#subject
        } that is '${from}'; from there it may move to ${allowed
          .map(status => `'${status}'`)
          .join(', ')}`,
      );
    }
  }
}
