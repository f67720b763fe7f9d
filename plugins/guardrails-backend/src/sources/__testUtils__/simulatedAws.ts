/** For tests: a simulated AWS that the clients find by environment variables, as they find AWS. */
import { ConfigReader } from '@backstage/config';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from 'aws-simulator';
import { AwsAccounts } from '../AwsAccounts';

/** A Sunday at 13:00 UTC: yesterday and the day before are not complete yet. */
export const NOW = new Date('2026-11-22T13:00:00Z');

/** The account that the environment's credentials belong to, and the one that is read through a role. */
export const OWN_ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';

// Months of simulated minutes, and a database for each test: seconds on a busy machine.
const PATIENCE_MS = 60_000;

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The `aws` section of app-config with the role of the other account. */
export const AWS_CONFIG = {
  accounts: [
    {
      accountId: OTHER_ACCOUNT,
      roleName: 'GuardrailsReadOnly',
      externalId: 'guardrails-demo',
    },
  ],
};

export function awsAccounts(
  aws: object = AWS_CONFIG,
  options: { requestTimeoutMs?: number } = {},
): AwsAccounts {
  return AwsAccounts.fromConfig(new ConfigReader({ aws }), options);
}

/** Starts a simulator before the file's tests, puts faults, log and clock back after each, and stops it at the end. */
export function useSimulatedAws(options: SimulatorOptions = {}): {
  readonly current: Simulator;
} {
  jest.setTimeout(PATIENCE_MS);
  const before = { ...process.env };
  let running: Simulator | undefined;

  beforeAll(async () => {
    running = await startSimulator({ now: NOW, ...options });
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: running.url });
  });

  afterEach(() => {
    running?.faults.clear();
    running?.requests.clear();
    running?.clock.set(options.now ?? NOW);
  });

  afterAll(async () => {
    process.env = before;
    await running?.close();
  });

  return {
    get current() {
      if (!running) {
        throw new Error('The simulator runs only within tests');
      }
      return running;
    },
  };
}
