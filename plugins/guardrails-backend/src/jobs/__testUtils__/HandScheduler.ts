/** For tests: a scheduler that runs a task when it is triggered and at no other time. */
import type {
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskRunner,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';

type Task = SchedulerServiceTaskScheduleDefinition &
  SchedulerServiceTaskInvocationDefinition;

/** A task at work; resolves with the error it failed with. */
interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<Error | undefined>;
}

export class HandScheduler implements SchedulerService {
  readonly tasks = new Map<string, Task>();
  /** Ids of the tasks that were started, in order. */
  readonly started: string[] = [];
  readonly #running = new Map<string, Running>();

  async scheduleTask(task: Task): Promise<void> {
    this.tasks.set(task.id, task);
  }

  createScheduledTaskRunner(
    schedule: SchedulerServiceTaskScheduleDefinition,
  ): SchedulerServiceTaskRunner {
    return { run: task => this.scheduleTask({ ...schedule, ...task }) };
  }

  async getScheduledTasks() {
    return [];
  }

  /** Like the real one it does not wait for the task's end, and refuses a task that is running. */
  async triggerTask(id: string): Promise<void> {
    this.#start(id);
  }

  async cancelTask(id: string): Promise<void> {
    this.#running.get(id)?.abort.abort();
  }

  /** Runs a task to its end; answers the error it failed with. */
  async run(id: string): Promise<Error | undefined> {
    return this.#start(id).ended;
  }

  /** Waits until no task runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    }
  }

  #start(id: string): Running {
    const task = this.tasks.get(id);
    if (!task) {
      throw new NotFoundError(`Task ${id} does not exist`);
    }
    if (this.#running.has(id)) {
      throw new ConflictError(`Task ${id} is currently running`);
    }
    this.started.push(id);
    const abort = new AbortController();
    task.signal?.addEventListener('abort', () => abort.abort());
    const ended = (async () => task.fn(abort.signal))()
      .then(
        () => undefined,
        error => error as Error,
      )
      .finally(() => this.#running.delete(id));
    const running = { abort, ended };
    this.#running.set(id, running);
    return running;
  }
}
