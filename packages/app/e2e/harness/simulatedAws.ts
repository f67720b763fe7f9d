// The AWS that the portal reads, made to fail on purpose.
import fs from 'node:fs';

/** See packages/aws-simulator/README.md. */
export interface Fault {
  readonly operation: string;
  readonly error: string;
  readonly accountId?: string;
  readonly count?: number;
}

export interface Incident {
  readonly id: string;
  /** Of a cost, in dollars a day. */
  readonly before: number;
  readonly during: number;
}

export class SimulatedAws {
  readonly #logFile: string;

  /** @param logFile - of the simulator, whose first line tells where it listens; a restart moves it */
  constructor(logFile: string) {
    this.#logFile = logFile;
  }

  /** What goes wrong in the simulated accounts. */
  async incidents(): Promise<readonly Incident[]> {
    const { incidents } = (await this.#ask('GET', '/incidents')) as {
      incidents: Incident[];
    };
    return incidents;
  }

  /** Makes coming requests fail. */
  async fail(fault: Fault): Promise<void> {
    await this.#ask('POST', '/faults', fault);
  }

  /** From here on everything succeeds again. */
  async recover(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  async #ask(method: string, path: string, body?: Fault): Promise<unknown> {
    const [, url] =
      /AWS simulator at (\S+)/.exec(fs.readFileSync(this.#logFile, 'utf8')) ??
      [];
    if (!url) throw new Error(`${this.#logFile} names no address`);
    const response = await fetch(`${url}/_simulator${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }
}
