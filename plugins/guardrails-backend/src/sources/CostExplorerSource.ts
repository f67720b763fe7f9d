/** Daily costs from AWS Cost Explorer. */
import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandOutput,
  type Group,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import { serviceOfCharge } from '@cloudops/plugin-guardrails-common';
import type {
  CostBreakdownQuery,
  CostBreakdownRecord,
  CostDimension,
  CostSource,
  DailyCostQuery,
  DailyCostRecord,
  LinkedAccounts,
  SourceContext,
  SpendShare,
} from '@cloudops/plugin-guardrails-node';
import type { CostMetric } from '../config';
import type { AwsAccounts } from './AwsAccounts';
import { askAws } from './askAws';
import { AwsRequestError } from './awsErrors';
import { CostPageCheck } from './CostPageCheck';

// Cost Explorer has one endpoint, whatever region the resources are in.
const REGION = 'us-east-1';

const GROUP_TYPES = { tag: 'TAG', costCategory: 'COST_CATEGORY' } as const;

/** One grouped question, of whichever kind. */
interface CostQuestion {
  readonly account: DailyCostQuery['account'];
  readonly from: string;
  readonly to: string;
  readonly groupBy: readonly GroupDefinition[];
  readonly filter: Expression;
}

export class CostExplorerSource implements CostSource {
  readonly name = 'Cost Explorer';
  readonly #accounts: AwsAccounts;
  readonly #metric: CostMetric;
  readonly #usageTypes: readonly string[];

  constructor(options: {
    readonly accounts: AwsAccounts;
    readonly metric: CostMetric;
    /** Record types that are usage; every other one is a charge. */
    readonly usageTypes: readonly string[];
  }) {
    this.#accounts = options.accounts;
    this.#metric = options.metric;
    this.#usageTypes = options.usageTypes;
  }

  async *fetchDailyCosts(
    query: DailyCostQuery,
    context: SourceContext,
  ): AsyncGenerator<readonly DailyCostRecord[]> {
    const { spend, splitBy } = query;
    const groupBy: GroupDefinition[] = [
      { Type: 'DIMENSION', Key: spend === 'usage' ? 'SERVICE' : 'RECORD_TYPE' },
    ];
    if (splitBy) {
      groupBy.push({ Type: GROUP_TYPES[splitBy.type], Key: splitBy.key });
    }
    const asked = { ...query, groupBy, filter: this.#filter(query) };
    for await (const page of this.#pages(asked, context)) {
      yield this.#records(page, query);
    }
  }

  async *fetchBreakdown(
    query: CostBreakdownQuery,
    context: SourceContext,
  ): AsyncGenerator<readonly CostBreakdownRecord[]> {
    const asked = {
      ...query,
      groupBy: [
        { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
        { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
      ] as const,
      filter: allOf([
        this.#usage,
        { Dimensions: { Key: 'SERVICE', Values: [query.service] } },
        ...(query.shares ? [anyOf(query.shares.map(shareFilter))] : []),
        ...linkedFilters(query.linkedAccounts),
      ]),
    };
    for await (const page of this.#pages(asked, context)) {
      yield (page.ResultsByTime ?? []).flatMap(({ TimePeriod, Groups = [] }) =>
        Groups.map(group => {
          const [usageType, linkedAccount] = group.Keys ?? [];
          const cost = group.Metrics?.[this.#metric];
          if (!usageType || !linkedAccount || !cost?.Amount || !cost.Unit) {
            throw this.#unexpected(
              `a group without its usage type, linked account or ${
                this.#metric
              } on ${TimePeriod!.Start}`,
            );
          }
          return {
            date: TimePeriod!.Start!,
            usageType,
            linkedAccount,
            amount: cost.Amount,
            currency: cost.Unit,
          };
        }),
      );
    }
  }

  async *#pages(
    query: CostQuestion,
    context: SourceContext,
  ): AsyncGenerator<GetCostAndUsageCommandOutput> {
    const client = new CostExplorerClient({
      ...(await this.#accounts.clientOptions(query.account, context.signal)),
      region: REGION,
    });
    const check = new CostPageCheck(this.name, query);
    try {
      let token: string | undefined;
      do {
        context.signal.throwIfAborted();
        const page: GetCostAndUsageCommandOutput = await askAws(
          new GetCostAndUsageCommand({
            TimePeriod: { Start: query.from, End: query.to },
            Granularity: 'DAILY',
            Metrics: [this.#metric],
            GroupBy: [...query.groupBy],
            Filter: query.filter,
            NextPageToken: token,
          }),
          (command, options) => client.send(command, options),
          { service: this.name, action: 'ce:GetCostAndUsage' },
          context,
        );
        check.check(page);
        yield page;
        token = page.NextPageToken;
      } while (token);
      check.complete();
    } finally {
      client.destroy();
    }
  }

  get #usage(): Expression {
    return {
      Dimensions: { Key: 'RECORD_TYPE', Values: [...this.#usageTypes] },
    };
  }

  #filter({ spend, except, linkedAccounts }: DailyCostQuery): Expression {
    return allOf([
      spend === 'usage' ? this.#usage : { Not: this.#usage },
      ...exceptFilters(except),
      ...linkedFilters(linkedAccounts),
    ]);
  }

  #records(
    page: GetCostAndUsageCommandOutput,
    query: DailyCostQuery,
  ): DailyCostRecord[] {
    return (page.ResultsByTime ?? []).flatMap(day => {
      const date = day.TimePeriod?.Start;
      if (!date) {
        throw this.#unexpected('a day without a date');
      }
      return (day.Groups ?? []).map(group => ({
        ...this.#record(group, date, query),
        ...(day.Estimated && { isEstimated: true }),
      }));
    });
  }

  #record(
    group: Group,
    date: string,
    { spend, splitBy }: DailyCostQuery,
  ): DailyCostRecord {
    const [name, value] = group.Keys ?? [];
    const cost = group.Metrics?.[this.#metric];
    if (!name || !cost?.Amount || !cost.Unit) {
      throw this.#unexpected(
        `a group without its ${
          spend === 'usage' ? 'service' : 'record type'
        } or ${this.#metric} on ${date}`,
      );
    }
    const record = {
      date,
      service: spend === 'usage' ? name : serviceOfCharge(name),
      amount: cost.Amount,
      currency: cost.Unit,
    };
    return splitBy
      ? { ...record, tagValue: this.#valueOf(splitBy, value) }
      : record;
  }

  /** The group of a tag or cost category is `key$value`; spend without it has an empty value. */
  #valueOf({ key }: CostDimension, group: string | undefined): string {
    const prefix = `${key}$`;
    if (!group?.startsWith(prefix)) {
      throw this.#unexpected(
        `a group that is not of ${key} but ${group ?? 'none'}`,
      );
    }
    return group.slice(prefix.length);
  }

  #unexpected(what: string): AwsRequestError {
    return new AwsRequestError(`${this.name} answered ${what}`);
  }
}

/** Cost Explorer takes no conjunction and no alternative of one. */
function allOf(parts: Expression[]): Expression {
  return parts.length === 1 ? parts[0] : { And: parts };
}

function anyOf(parts: Expression[]): Expression {
  return parts.length === 1 ? parts[0] : { Or: parts };
}

function shareFilter({ of, except }: SpendShare): Expression {
  return allOf([...(of ? [valuesFilter(of)] : []), ...exceptFilters(except)]);
}

function exceptFilters(except: SpendShare['except'] = []): Expression[] {
  return except.map(each => ({ Not: valuesFilter(each) }));
}

function linkedFilters(linked?: LinkedAccounts): Expression[] {
  return linked?.except.length
    ? [
        {
          Not: {
            Dimensions: { Key: 'LINKED_ACCOUNT', Values: [...linked.except] },
          },
        },
      ]
    : [];
}

function valuesFilter({
  dimension,
  values,
}: NonNullable<SpendShare['of']>): Expression {
  const leaf = { Key: dimension.key, Values: [...values] };
  return dimension.type === 'tag' ? { Tags: leaf } : { CostCategories: leaf };
}
