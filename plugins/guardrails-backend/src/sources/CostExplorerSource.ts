/** Daily costs from AWS Cost Explorer. */
import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandOutput,
  type Group,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import type {
  CostSource,
  DailyCostQuery,
  DailyCostRecord,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import type { CostMetric } from '../config';
import type { AwsAccounts } from './AwsAccounts';
import { askAws } from './askAws';
import { AwsRequestError } from './awsErrors';
import { CostPageCheck } from './CostPageCheck';

// Cost Explorer has one endpoint, whatever region the resources are in.
const REGION = 'us-east-1';

// What is watched is usage. Credits and refunds hide a spike behind a negative amount, and tax and refunds come in one
// sum on a day that says nothing about when the cost arose.
const USAGE_ONLY: Expression = {
  Not: {
    Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund', 'Tax'] },
  },
};

export class CostExplorerSource implements CostSource {
  readonly name = 'Cost Explorer';
  readonly #accounts: AwsAccounts;
  readonly #metric: CostMetric;

  constructor(options: {
    readonly accounts: AwsAccounts;
    readonly metric: CostMetric;
  }) {
    this.#accounts = options.accounts;
    this.#metric = options.metric;
  }

  async *fetchDailyCosts(
    query: DailyCostQuery,
    context: SourceContext,
  ): AsyncGenerator<readonly DailyCostRecord[]> {
    const client = new CostExplorerClient({
      ...(await this.#accounts.clientOptions(query.account)),
      region: REGION,
    });
    const check = new CostPageCheck(this.name, query);
    try {
      let token: string | undefined;
      do {
        context.signal.throwIfAborted();
        const page: GetCostAndUsageCommandOutput = await askAws(
          this.#command(query, token),
          (command, options) => client.send(command, options),
          { service: this.name, action: 'ce:GetCostAndUsage' },
          context,
        );
        check.check(page);
        yield this.#records(page, query.tagKey);
        token = page.NextPageToken;
      } while (token);
    } finally {
      client.destroy();
    }
  }

  #command(
    { from, to, tagKey }: DailyCostQuery,
    token: string | undefined,
  ): GetCostAndUsageCommand {
    const groupBy: GroupDefinition[] = [{ Type: 'DIMENSION', Key: 'SERVICE' }];
    if (tagKey !== undefined) {
      groupBy.push({ Type: 'TAG', Key: tagKey });
    }
    return new GetCostAndUsageCommand({
      TimePeriod: { Start: from, End: to },
      Granularity: 'DAILY',
      Metrics: [this.#metric],
      GroupBy: groupBy,
      Filter: USAGE_ONLY,
      NextPageToken: token,
    });
  }

  #records(
    page: GetCostAndUsageCommandOutput,
    tagKey: string | undefined,
  ): DailyCostRecord[] {
    return (page.ResultsByTime ?? []).flatMap(day => {
      const date = day.TimePeriod?.Start;
      if (!date) {
        throw this.#unexpected('a day without a date');
      }
      return (day.Groups ?? []).map(group => this.#record(group, date, tagKey));
    });
  }

  #record(
    group: Group,
    date: string,
    tagKey: string | undefined,
  ): DailyCostRecord {
    const [service, tag] = group.Keys ?? [];
    const cost = group.Metrics?.[this.#metric];
    if (!service || !cost?.Amount || !cost.Unit) {
      throw this.#unexpected(
        `a group without its service or ${this.#metric} on ${date}`,
      );
    }
    const record = {
      date,
      service,
      amount: cost.Amount,
      currency: cost.Unit,
    };
    if (tagKey === undefined) {
      return record;
    }
    // A tag's group is `key$value`; spend without the tag has an empty value.
    const prefix = `${tagKey}$`;
    if (!tag?.startsWith(prefix)) {
      throw this.#unexpected(
        `a group that is not of tag ${tagKey} but ${tag ?? 'none'}`,
      );
    }
    return { ...record, tagValue: tag.slice(prefix.length) };
  }

  #unexpected(what: string): AwsRequestError {
    return new AwsRequestError(`${this.name} answered ${what}`);
  }
}
