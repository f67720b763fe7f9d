/** For tests: a running simulator, and an environment in which AWS clients find it as they find AWS. */
import { Simulator, SimulatorOptions, startSimulator } from './simulator';

/** A Sunday at 13:00 UTC, so that yesterday and the day before are still incomplete. */
export const NOW = new Date('2026-11-22T13:00:00Z');
/** The day D of the incidents at NOW. */
export const ANCHOR = '2026-11-22';

/** What an unsigned test request needs to be taken for one of the default account. */
export const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261122/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0',
};

/** Starts a simulator before the file's tests and stops it after them. */
export function useSimulator(options: SimulatorOptions = {}): {
  readonly current: Simulator;
} {
  let running: Simulator | undefined;

  beforeAll(async () => {
    running = await startSimulator({ now: NOW, ...options });
    process.env.AWS_ENDPOINT_URL = running.url;
    process.env.AWS_REGION = 'us-east-1';
    process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'example';
  });

  afterEach(() => {
    running?.faults.clear();
    running?.requests.clear();
    running?.clock.set(options.now ?? NOW);
  });

  afterAll(async () => {
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
