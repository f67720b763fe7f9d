/** How long a page did not react: the tasks of its main thread that took 50 ms or more, as the browser tells of them. */
import type { JSHandle, Page } from '@playwright/test';

/** Milliseconds below which a browser tells of no task (W3C Long Tasks API). */
const FINEST_MS = 50;

interface Observation {
  readonly durations: number[];
  readonly observer: PerformanceObserver;
}

export class LongTasks {
  readonly #observation: JSHandle<Observation>;

  private constructor(observation: JSHandle<Observation>) {
    this.#observation = observation;
  }

  /** From now on, until the page is left or the end is asked for. */
  static async observe(page: Page): Promise<LongTasks> {
    return new LongTasks(
      await page.evaluateHandle(() => {
        const durations: number[] = [];
        const observer = new PerformanceObserver(entries =>
          entries.getEntries().forEach(({ duration }) => {
            durations.push(duration);
          }),
        );
        observer.observe({ type: 'longtask' });
        return { durations, observer };
      }),
    );
  }

  /** Milliseconds of the longest; 50 when no task took so long: it can be the reference of a ratio. */
  async end(): Promise<number> {
    const longest = await this.#observation.evaluate(
      ({ durations, observer }) => {
        observer
          .takeRecords()
          .forEach(({ duration }) => durations.push(duration));
        observer.disconnect();
        return Math.max(0, ...durations);
      },
    );
    return Math.max(FINEST_MS, longest);
  }
}
