/** For tests: a cost source that has what it is told, by account, and tells what it was asked. */
import type {
  CostSource,
  DailyCostQuery,
  DailyCostRecord,
} from '@cloudops/plugin-guardrails-node';

const DAY_MS = 86_400_000;

export interface MadeCosts extends CostSource {
  /** In words, e.g. `usage 2026-11-01 2026-11-22`; of the newest run when it is cleared before. */
  readonly asked: string[];
}

/**
 * @param options.recordsOf - what an account spent in a day
 * @param options.daysPerPage - of usage; charges are one page. Each page is a paid request
 */
export function madeCosts(options: {
  readonly recordsOf: (
    query: DailyCostQuery,
    date: string,
  ) => Omit<DailyCostRecord, 'date'>[];
  readonly daysPerPage?: number;
}): MadeCosts {
  const { recordsOf, daysPerPage = Infinity } = options;
  const asked: string[] = [];
  return {
    name: 'Cost Explorer',
    asked,
    async *fetchDailyCosts(query, { onRequest }) {
      const { from, to, spend } = query;
      asked.push(`${spend} ${from} ${to}`);
      const perPage = spend === 'usage' ? daysPerPage : Infinity;
      const days: string[] = [];
      for (let at = Date.parse(from); at < Date.parse(to); at += DAY_MS) {
        days.push(new Date(at).toISOString().slice(0, 10));
      }
      for (
        let page = 0;
        page === 0 || page * perPage < days.length;
        page += 1
      ) {
        await onRequest();
        const ofPage =
          perPage === Infinity
            ? days
            : days.slice(page * perPage, (page + 1) * perPage);
        yield ofPage.flatMap(date =>
          recordsOf(query, date).map(record => ({ ...record, date })),
        );
        if (perPage === Infinity) return;
      }
    },
  };
}
