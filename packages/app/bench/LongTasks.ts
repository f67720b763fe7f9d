/** How long a page did not react: the tasks of its main thread that took 50 ms or more, as the browser tells of them. */
import type { JSHandle, Page } from '@playwright/test';

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

  /** Milliseconds of the longest; 0 when none took 50 or more. */
  async end(): Promise<number> {
    return this.#observation.evaluate(({ durations, observer }) => {
      observer
        .takeRecords()
        .forEach(({ duration }) => durations.push(duration));
      observer.disconnect();
      return Math.max(0, ...durations);
    });
  }
}
