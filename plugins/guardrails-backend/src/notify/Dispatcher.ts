/**
 * Brings the news of the trail to the outlets, each at least once.
 *
 * The trail is the outbox: an event that was committed is told, whichever process wrote it and whether or not that one
 * still lives. A delivery is claimed for a while before it is tried, so that of several replicas one tries it, and
 * another takes over when that one dies. What cannot be told is tried again ever more rarely, and at last given up with
 * an event on the alert's own timeline. Until then the later events of that alert wait behind it, and of no other.
 */
import type {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { AuditTrail } from '../audit';
import type { Delivery, EventRecord, GuardrailsDatabase } from '../database';
import { orAborted } from '../stopping';
import { announcementOf } from './announcement';
import { Coalescer } from './Coalescer';
import { Undeliverable, type Happening, type Outlet } from './interfaces';

/** Older events are no news any more, e.g. those of a portal that stood still for days. */
const NEWS_MS = 24 * 3_600_000;
/** Longer than any outlet is waited for. */
const CLAIM_MS = 60_000;
/** Longer than a webhook is given; a client of Backstage waits for ever. */
const PATIENCE_MS = 45_000;
/** Pauses between attempts: 10 s, then twice as long each time, so that ten attempts take about 1½ hours. */
const FIRST_PAUSE_MS = 10_000;
const MOST_ATTEMPTS = 10;
/** What other replicas wrote, and what is due again, is found by looking. */
const POLL = { seconds: 5 };
/** A change is committed within this of the moment that it bears; what a long job wrote, perhaps much later. */
const COMMITTED_WITHIN_MS = 60_000;
/** So often all that is news is looked through again for what was committed later than that. */
const LOOK_THROUGH_MS = 30_000;
/** As long as a portal that shuts down waits for its runs: half of what a container is given to stop in. */
const SHUTDOWN_PATIENCE_MS = 10_000;

/** Rejects when it takes too long, so that an outlet that never answers is tried again like one that fails. */
async function patiently<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
    timer.unref();
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

export class Dispatcher {
  readonly #database: GuardrailsDatabase;
  readonly #logger: LoggerService;
  readonly #outlets: readonly Outlet[];
  readonly #alertUrl: (alertId: string) => string;
  readonly #clock: () => Date;
  readonly #startedAt: Date;
  /** Outlets that something was to be told to: one that was used stays used. */
  readonly #used = new Set<string>();
  readonly #tellings = new Map<string, Coalescer>();
  /** When all that is news was last looked through, by outlet; in milliseconds. */
  readonly #lookedThrough = new Map<string, number>();
  #isStopped = false;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly logger: LoggerService;
    readonly outlets: readonly Outlet[];
    readonly alertUrl: (alertId: string) => string;
    readonly clock?: () => Date;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
    this.#outlets = options.outlets;
    this.#alertUrl = options.alertUrl;
    this.#clock = options.clock ?? (() => new Date());
    this.#startedAt = this.#clock();
  }

  /** Looks for news after every change made here, and regularly for those made elsewhere, until the portal shuts down. */
  async start(
    scheduler: SchedulerService,
    lifecycle: Pick<RootLifecycleService, 'addBeforeShutdownHook'>,
  ): Promise<void> {
    // While there is still a database: that something was told must be written, or it is told again.
    lifecycle.addBeforeShutdownHook(() => this.#stop());
    this.#database.afterCommit(() => {
      this.dispatch().catch(error =>
        this.#logger.error(
          `Announcing alerts failed; it is tried again: ${stringifyError(
            error,
          )}`,
        ),
      );
    });
    for (const outlet of this.#outlets) {
      await scheduler.scheduleTask({
        id: `announce-${outlet.name}`,
        scope: 'local',
        frequency: POLL,
        initialDelay: POLL,
        timeout: { minutes: 5 },
        fn: () => this.#telling(outlet).run(),
      });
    }
  }

  /** Tells everything that is due now. No outlet waits for another: one that hangs keeps only itself busy. */
  async dispatch(): Promise<void> {
    await Promise.all(this.#outlets.map(outlet => this.#telling(outlet).run()));
  }

  /** Ends what is being told; all that waits stays due, for another portal or the next start. */
  async #stop(): Promise<void> {
    this.#isStopped = true;
    await orAborted(
      Promise.allSettled(
        [...this.#tellings.values()].map(telling => telling.run()),
      ),
      AbortSignal.timeout(SHUTDOWN_PATIENCE_MS),
    ).catch(() => {});
  }

  #telling(outlet: Outlet): Coalescer {
    const known = this.#tellings.get(outlet.name);
    if (known) return known;
    const telling = new Coalescer(() => this.#tellAllDue(outlet));
    this.#tellings.set(outlet.name, telling);
    return telling;
  }

  /** One after the other, as an outlet is to hear of them. */
  async #tellAllDue(outlet: Outlet): Promise<void> {
    if (this.#isStopped) return;
    await this.#enrol(outlet);
    while (!this.#isStopped && (await this.#tellNext(outlet)));
  }

  async #enrol({ name }: Outlet): Promise<void> {
    const now = this.#clock();
    const at = now.getTime();
    // An outlet that was just set up is not told of yesterday.
    if (await this.#isUsed(name)) this.#used.add(name);
    const news = this.#used.has(name)
      ? at - NEWS_MS
      : this.#startedAt.getTime();
    const looksThrough =
      at - (this.#lookedThrough.get(name) ?? -Infinity) >= LOOK_THROUGH_MS;
    const since = looksThrough
      ? news
      : Math.max(news, at - COMMITTED_WITHIN_MS);
    await this.#database.deliveries.enrol(name, new Date(since), now);
    if (looksThrough) this.#lookedThrough.set(name, at);
  }

  async #isUsed(outlet: string): Promise<boolean> {
    return this.#used.has(outlet) || this.#database.deliveries.isUsed(outlet);
  }

  /** Claimed one at a time, so that the claim lasts for as long as telling takes, however long the queue is. */
  async #tellNext(outlet: Outlet): Promise<boolean> {
    const now = this.#clock();
    const next = await this.#database.deliveries.claim(
      outlet.name,
      new Date(now.getTime() + CLAIM_MS),
      now,
    );
    if (next) await this.#deliver(next, outlet);
    return next !== undefined;
  }

  async #deliver(delivery: Delivery, outlet: Outlet): Promise<void> {
    const { deliveries } = this.#database;
    const happening = await this.#happening(delivery);
    if (!happening) {
      await deliveries.settle(delivery, {
        status: 'skipped',
        reason: 'its alert is gone',
      });
      return;
    }
    try {
      const outcome = await patiently(outlet.deliver(happening));
      await deliveries.settle(
        delivery,
        outcome === 'delivered'
          ? { status: 'delivered' }
          : { status: 'skipped', reason: outcome.skipped },
      );
    } catch (error) {
      await this.#notDelivered(delivery, happening, error as Error);
    }
  }

  async #notDelivered(
    delivery: Delivery,
    { event, alert }: Happening,
    error: Error,
  ): Promise<void> {
    const { attempts, outlet } = delivery;
    const isGivenUp =
      error instanceof Undeliverable || attempts >= MOST_ATTEMPTS;
    this.#logger.warn(
      `Announcing to ${outlet} failed (attempt ${attempts} of ${MOST_ATTEMPTS}${
        isGivenUp ? ', given up' : ''
      }): ${error.message}`,
    );
    if (!isGivenUp) {
      const pause = FIRST_PAUSE_MS * 2 ** (attempts - 1);
      await this.#database.deliveries.postpone(
        delivery,
        error.message,
        new Date(this.#clock().getTime() + pause),
      );
      return;
    }
    const now = this.#clock();
    await this.#database.transaction(async stores => {
      await stores.deliveries.settle(delivery, {
        status: 'failed',
        reason: error.message,
      });
      await new AuditTrail(stores, now).announcementFailed(alert, {
        outlet,
        eventId: event.id,
        attempts,
        reason: error.message,
      });
    });
  }

  async #happening({ eventId }: Delivery): Promise<Happening | undefined> {
    const { alerts, events, projects } = this.#database;
    const event = await events.byId(eventId);
    const alertId = event && alertIdOf(event);
    const alert =
      alertId === undefined ? undefined : await alerts.byId(alertId);
    if (!event || !alert) {
      return undefined;
    }
    const snoozes = await alerts.snoozes([alert.id], this.#clock());
    const names = await projects.names([alert.projectId]);
    const project = names.get(alert.projectId)!;
    return {
      event,
      alert,
      project,
      snoozedUntil: snoozes.get(alert.id),
      announcement:
        event.entityType === 'alert'
          ? announcementOf(event, alert, {
              project,
              url: this.#alertUrl(alert.id),
            })
          : undefined,
    };
  }
}

function alertIdOf({
  entityType,
  entityId,
  metadata,
}: EventRecord): string | undefined {
  const { alertId } = metadata;
  return entityType === 'alert' ? entityId : String(alertId ?? '') || undefined;
}
