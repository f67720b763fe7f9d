/** For tests: accounts whose bills, claims and failures change between runs, and whether what is stored is the bills. */
import type {
  CostSource,
  DailyCostRecord,
} from '@cloudops/plugin-guardrails-node';
import { USAGE_TYPES } from '../../config';
import type { Database } from '../../database';
import type { EntityProject } from '../../projects';
import { Reconciliation } from '../../service/Reconciliation';
import { CostIngestion } from '../CostIngestion';
import { RequestCapReached } from '../interfaces';
import { ended, recordedRun, type RecordedRun } from './recordedRun';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export const START = new Date('2026-11-22T05:00:00Z');
export const TAGS = ['red', 'green', 'blue'] as const;
export type Tag = (typeof TAGS)[number];

/** Undefined is the portal's own; the last one's history begins ten days before {@link START}. */
export const ACCOUNTS = [undefined, '222222222222', '333333333333'] as const;
export type AccountId = (typeof ACCOUNTS)[number];
const YOUNG: AccountId = '333333333333';

export class LivedCosts {
  now = START;
  /** Whose spend of an account has a tag; who has none claims nothing. */
  readonly claims = new Map<string, { accountId: AccountId; tag: Tag }>();
  /** Accounts that the configuration names, whoever claims what of them; and the default project's. */
  accounts: readonly AccountId[] = ACCOUNTS;
  home: AccountId = undefined;
  /** Otherwise AWS answers all spend as if it had no tag. */
  isTagActive = true;
  /** Tags that nothing is billed with any more, from a day on. */
  readonly unbilledFrom = new Map<Tag, string>();
  /** Accounts that AWS denies. */
  readonly denied = new Set<AccountId>();
  /** Accounts with usage and no charges. */
  readonly uncharged = new Set<AccountId>();
  /** The first day that AWS answers nothing of yet, by account. */
  readonly answeredTo = new Map<AccountId, string>();
  /** ISO 4217; dollars where nothing is said. */
  readonly currencies = new Map<AccountId, string>();
  /** Requests that an account may still make in a run. */
  capPerRun = Infinity;
  readonly asked: string[] = [];
  readonly #restated = new Map<string, number>();
  readonly #database: Database;
  readonly #options: { backfillDays: number; restatementDays: number };

  constructor(
    database: Database,
    options: { backfillDays?: number; restatementDays?: number } = {},
  ) {
    this.#database = database;
    this.#options = { backfillDays: 60, restatementDays: 3, ...options };
  }

  day(number: number): string {
    return new Date(START.getTime() + number * DAY_MS)
      .toISOString()
      .slice(0, 10);
  }

  restate(accountId: AccountId, day: string, usd: number): void {
    this.#restated.set(`${accountId} ${day}`, usd);
  }

  after(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * HOUR_MS);
  }

  /** One run of all accounts; what it asked AWS is in `asked`. */
  async run(): Promise<RecordedRun['noted']> {
    this.asked.length = 0;
    const requests = new Map<AccountId | string, number>();
    const run = recordedRun({
      now: this.now,
      awsRequest: accountId => {
        const made = requests.get(accountId) ?? 0;
        if (made >= this.capPerRun) {
          throw new RequestCapReached('all requests are used up');
        }
        requests.set(accountId, made + 1);
        run.noted.requests.push(accountId);
      },
    });
    await new CostIngestion({
      database: this.#database,
      source: this.#source(),
      entities: {
        list: async () => ({ projects: this.#entities(), problems: [] }),
      },
      config: {
        costs: {
          metric: 'UnblendedCost',
          usageTypes: USAGE_TYPES,
          tagKey: 'team',
          finalAfterDays: 3,
          requestCapPerDay: Math.min(this.capPerRun, 1000),
          ...this.#options,
        },
        projects: [
          { name: 'default', accountId: this.home, ruleParameters: {} },
          ...this.accounts
            .filter(accountId => accountId && accountId !== this.home)
            .map(accountId => ({
              name: `base-${accountId}`,
              accountId,
              ruleParameters: {},
            })),
        ],
      },
    }).ingest(run);
    await ended(this.#database, run);
    return run.noted;
  }

  async reconciliation() {
    const report = await new Reconciliation({
      stores: this.#database,
      now: () => this.now,
    }).report(
      { from: this.day(-100), to: this.day(40) } as never,
      { grants: { has: () => true } } as never,
    );
    return report.accounts;
  }

  #entities(): EntityProject[] {
    return [...this.claims].map(([name, { accountId, tag }]) => ({
      name,
      accountId,
      claims: [{ dimension: { type: 'tag', key: 'team' }, value: tag }],
      claimsAccount: false,
    }));
  }

  #source(): CostSource {
    const { asked, denied, uncharged, answeredTo, currencies } = this;
    const recordsOf = (accountId: AccountId, day: string) =>
      this.#recordsOf(accountId, day);
    return {
      name: 'Cost Explorer',
      async *fetchDailyCosts({ account, spend, from, to }, { onRequest }) {
        const accountId = account.accountId as AccountId;
        await onRequest();
        asked.push(`${accountId ?? 'own'} ${spend} ${from} ${to}`);
        if (denied.has(accountId)) throw new Error('denied');
        const records: DailyCostRecord[] = [];
        if (spend === 'charges' && uncharged.has(accountId)) {
          yield records;
          return;
        }
        for (let at = Date.parse(from); at < Date.parse(to); at += DAY_MS) {
          const date = new Date(at).toISOString().slice(0, 10);
          if (date >= (answeredTo.get(accountId) ?? '9')) break;
          for (const { usage, charge, tag } of recordsOf(accountId, date)) {
            records.push({
              date,
              service: spend === 'usage' ? 'AWS Lambda' : 'charge:Tax',
              tagValue: tag,
              amount: String(spend === 'usage' ? usage : charge),
              currency: currencies.get(accountId) ?? 'USD',
            });
          }
        }
        yield records;
      },
    };
  }

  /** Amounts of which each says whose it is, and with more decimals than are stored. */
  #recordsOf(accountId: AccountId, day: string) {
    const number = Math.round(
      (Date.parse(day) - Date.parse(this.day(0))) / DAY_MS,
    );
    if (accountId === YOUNG && number < -10) return [];
    const base = 100 * (ACCOUNTS.indexOf(accountId) + 1);
    const late = this.#restated.get(`${accountId} ${day}`) ?? 0;
    return ['' as const, ...TAGS]
      .map((tag, i) => ({
        tag: this.isTagActive ? tag : '',
        usage: base + 10 * i + number / 7 + late,
        charge: base / 10 + i + 0.000_049,
      }))
      .filter(
        ({ tag }) => tag === '' || day < (this.unbilledFrom.get(tag) ?? '9'),
      );
  }
}
