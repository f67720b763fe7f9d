import { readCommandLine } from './commandLine';

describe('The command line', () => {
  it('starts with defaults', () => {
    expect(readCommandLine([])).toEqual({
      kind: 'start',
      options: { port: 4585, seed: undefined, anchor: undefined },
    });
  });

  it('takes a port, a seed and an anchor', () => {
    expect(
      readCommandLine(['--port', '0', '--seed=7', '--anchor', '2026-11-22']),
    ).toEqual({
      kind: 'start',
      options: { port: 0, seed: 7, anchor: '2026-11-22' },
    });
  });

  it('helps', () => {
    expect(readCommandLine(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--port', '65536'], "from 0 to 65535, got '65536'"],
    [['--port', ''], "from 0 to 65535, got ''"],
    [['--seed', '1.5'], "got '1.5'"],
    [['--anchor', '2026-02-30'], "YYYY-MM-DD, got '2026-02-30'"],
    [['--colour'], '--colour'],
    [['4585'], '4585'],
  ])('refuses %j and says why', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
