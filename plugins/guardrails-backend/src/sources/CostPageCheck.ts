/** Holds the pages of one Cost Explorer query against what they must be, so that no answer is stored wrongly. */
import type { GetCostAndUsageCommandOutput } from '@aws-sdk/client-cost-explorer';
import type { DailyCostQuery } from '@cloudops/plugin-guardrails-node';
import { z } from 'zod';
import { AwsRequestError } from './awsErrors';

const DAY_MS = 86_400_000;

const page = z.object({
  NextPageToken: z.string().optional(),
  ResultsByTime: z
    .array(
      z.object({
        TimePeriod: z.object({ Start: z.iso.date() }),
        Estimated: z.boolean().optional(),
        Groups: z
          .array(
            z.object({
              Keys: z.array(z.string()).min(1),
              Metrics: z.record(
                z.string(),
                z.object({
                  // Neither NaN nor Infinity, and no more than NUMERIC(12,4) holds.
                  Amount: z.string().regex(/^[-+]?\d{1,8}(\.\d+)?(E-\d+)?$/i),
                  Unit: z.string().min(1),
                }),
              ),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

export class CostPageCheck {
  readonly #source: string;
  readonly #query: Pick<DailyCostQuery, 'from' | 'to'>;
  readonly #tokens = new Set<string>();
  readonly #groups = new Set<string>();
  readonly #days = new Set<string>();

  constructor(source: string, query: Pick<DailyCostQuery, 'from' | 'to'>) {
    this.#source = source;
    this.#query = query;
  }

  /**
   * @throws AwsRequestError for a page of another shape, with a day that was not asked for, with a group that was
   *   there before, or with a token that leads back to a page before
   */
  check(answer: GetCostAndUsageCommandOutput): void {
    const parsed = page.safeParse(answer);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw this.#unexpected(`${path.join('.')}: ${message}`);
    }
    for (const { TimePeriod, Groups = [] } of parsed.data.ResultsByTime ?? []) {
      const date = TimePeriod.Start;
      const { from, to } = this.#query;
      if (date < from || date >= to) {
        throw this.#unexpected(`${date}, asked for ${from} to ${to}`);
      }
      this.#days.add(date);
      for (const { Keys } of Groups) {
        const group = JSON.stringify([date, ...Keys]);
        // Added up it would double what was spent.
        if (this.#groups.has(group)) {
          throw this.#unexpected(`${Keys.join(', ')} on ${date} twice`);
        }
        this.#groups.add(group);
      }
    }
    const token = parsed.data.NextPageToken;
    if (token !== undefined) {
      // Each page is paid: tokens that lead in a circle must not be followed for ever.
      if (this.#tokens.has(token)) {
        throw this.#unexpected('the same page token twice');
      }
      this.#tokens.add(token);
    }
  }

  /**
   * To be called after the last page: Cost Explorer lists each day, also one without costs, so that a day that is not
   * there was left out, and says nothing of what was charged or taken back.
   *
   * @throws AwsRequestError when days are missing
   */
  complete(): void {
    const { from, to } = this.#query;
    const asked = (Date.parse(to) - Date.parse(from)) / DAY_MS;
    if (this.#days.size < asked) {
      throw this.#unexpected(
        `${
          this.#days.size
        } of the ${asked} days from ${from} to, and without, ${to}`,
      );
    }
  }

  #unexpected(what: string): AwsRequestError {
    return new AwsRequestError(
      `${
        this.#source
      } answered ${what}; nothing of it is stored, and the next run asks again`,
    );
  }
}
