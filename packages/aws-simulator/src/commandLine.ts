/** Reads the command line of the simulator. */
import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './simulator';
import { parseDay } from './world/calendar';

export const DEFAULT_PORT = 4585;

export const USAGE = `A local stand-in for AWS Cost Explorer, CloudWatch, STS and API Gateway.

Usage: aws-simulator [--port <number>] [--seed <number>] [--anchor <YYYY-MM-DD>]

  --port    port on 127.0.0.1 to listen on (default ${DEFAULT_PORT}; 0 takes any free port)
  --seed    decides all noise in the simulated data (default 1)
  --anchor  day that the incidents are placed around (default today, UTC)
  --help    print this text

Point AWS clients at it with AWS_ENDPOINT_URL, and give them any access key.
`;

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'start'; readonly options: SimulatorOptions };

function wholeNumber(name: string, text: string, largest: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > largest) {
    throw new Error(
      `--${name} must be a whole number from 0 to ${largest}, got '${text}'`,
    );
  }
  return value;
}

/** @throws Error with a sentence for the user */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      seed: { type: 'string' },
      anchor: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    return { kind: 'help' };
  }
  if (values.anchor !== undefined && parseDay(values.anchor) === undefined) {
    throw new Error(
      `--anchor must be a day written as YYYY-MM-DD, got '${values.anchor}'`,
    );
  }
  return {
    kind: 'start',
    options: {
      port:
        values.port === undefined
          ? DEFAULT_PORT
          : wholeNumber('port', values.port, 65_535),
      seed:
        values.seed === undefined
          ? undefined
          : wholeNumber('seed', values.seed, 4_294_967_295),
      anchor: values.anchor,
    },
  };
}
