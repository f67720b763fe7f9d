// Asks the portal's API as the guest: for what a test waits for, or compares the screen with.

/** The part of an alert that tests look at. */
export interface AlertData {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly observedValue: number;
  readonly baselineValue: number;
  readonly thresholdValue: number;
  readonly recommendations: readonly { readonly title: string }[];
}

export interface EvidenceData {
  readonly arithmetic: readonly {
    readonly label: string;
    readonly formula: string;
    readonly value: string;
  }[];
}

/** The range of the reconciliation, and the accounts in it. */
export interface ReconciliationData {
  readonly from: string;
  readonly to: string;
  readonly accounts: readonly { readonly accountId: string }[];
}

interface JobData {
  readonly id: string;
  /** Newest first. */
  readonly runs: readonly RunData[];
}

interface RunData {
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

export class PortalApi {
  readonly #url: string;

  /** @param url - of the portal */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * The newest alert of a project and AWS service or metric.
   *
   * @throws when there is none
   */
  async alertOf(project: string, subject: string): Promise<AlertData> {
    const { items } = await this.#get<{
      items: { id: string; serviceName?: string; metricName?: string }[];
    }>(`/alerts?project=${encodeURIComponent(project)}`);
    const found = items.find(
      ({ serviceName, metricName }) => (serviceName ?? metricName) === subject,
    );
    if (!found) throw new Error(`No alert on ${subject} of ${project}`);
    return this.#get(`/alerts/${found.id}`);
  }

  async evidenceOf(alert: AlertData): Promise<EvidenceData> {
    return this.#get(`/alerts/${alert.id}/evidence`);
  }

  async reconciliation(): Promise<ReconciliationData> {
    return this.#get('/reconciliation');
  }

  /** @param from - and `to`: days, both inclusive */
  async costsOf(
    project: string,
    from: string,
    to: string,
  ): Promise<{ readonly totals: { readonly net: number } }> {
    return this.#get(
      `/costs?${new URLSearchParams({ project, from, to }).toString()}`,
    );
  }

  /** Whether everything was read since the portal first started, and looked through after that. */
  async isChecked(): Promise<boolean> {
    const [detection, ...readings] = await this.#lastRuns([
      'detect',
      'ingest-costs',
      'ingest-metrics',
    ]);
    return (
      detection?.status === 'succeeded' &&
      readings.every(
        reading => reading?.endedAt && reading.endedAt <= detection.startedAt,
      )
    );
  }

  /** @param name - of a component, of which the catalog of a new portal knows after a while */
  async hasComponent(name: string): Promise<boolean> {
    const { items } = await answer<{ items: readonly object[] }>(
      `${
        this.#url
      }/api/catalog/entities/by-query?filter=kind=component,metadata.name=${name}`,
      { headers: { Authorization: `Bearer ${await this.token()}` } },
    );
    return items.length > 0;
  }

  /** Has a job run soon. */
  async run(id: string): Promise<void> {
    await answer(`${this.#url}/api/guardrails/jobs/${id}/run`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await this.token()}` },
    });
  }

  /** The UTC day on which a job's last run began, where it has succeeded. */
  async dayOfSuccess(id: string): Promise<string | undefined> {
    const [run] = await this.#lastRuns([id]);
    return run?.status === 'succeeded' ? run.startedAt.slice(0, 10) : undefined;
  }

  /** All that is known of the last run of a job, as text. */
  async problemsOf(id: string): Promise<string> {
    return JSON.stringify(await this.#lastRuns([id]));
  }

  async #lastRuns(ids: readonly string[]): Promise<(RunData | undefined)[]> {
    const { items } = await this.#get<{ items: JobData[] }>('/jobs');
    return ids.map(id => items.find(job => job.id === id)?.runs[0]);
  }

  /** A fresh one of the guest's: the portal signs with other keys after a restart. */
  async token(): Promise<string> {
    const { backstageIdentity } = await answer<{
      backstageIdentity: { token: string };
    }>(`${this.#url}/api/auth/guest/refresh`);
    return backstageIdentity.token;
  }

  async #get<T>(path: string): Promise<T> {
    return answer(`${this.#url}/api/guardrails${path}`, {
      headers: { Authorization: `Bearer ${await this.token()}` },
    });
  }
}

async function answer<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}
