import { coverageAfter, reachAfter } from './costCoverage';
import { BOTH, type CostPart } from './costPart';

const NOW = new Date('2026-11-22T13:00:00Z');

function part(overrides: Partial<CostPart> = {}): CostPart {
  return {
    from: '2026-11-01',
    to: '2026-11-22',
    spend: BOTH,
    isBackfill: false,
    ...overrides,
  };
}

describe('how far an account is read', () => {
  const known = {
    usage: { from: '2026-09-01', to: '2026-11-21' },
    charges: { from: '2026-09-01', readOn: '2026-11-21' },
  };
  const after = (
    of: CostPart,
    { isAnswered }: { readonly isAnswered: boolean },
  ) =>
    coverageAfter(known, of, { usageTo: '2026-11-22', isAnswered, now: NOW })
      .charges;

  it('has the charges of today when they were answered', () => {
    expect(after(part(), { isAnswered: true })).toEqual({
      from: '2026-09-01',
      readOn: '2026-11-22',
    });
  });

  it('asks for them again today when the answer may be none', () => {
    expect(after(part(), { isAnswered: false })?.readOn).toBe('2026-11-21');
  });

  it('asks for them again today when only the past was read', () => {
    const past = part({
      from: '2026-08-01',
      to: '2026-09-01',
      isBackfill: true,
    });

    expect(after(past, { isAnswered: true })).toEqual({
      from: '2026-08-01',
      readOn: '2026-11-21',
    });
  });
});

describe('how far the claims in force reach', () => {
  const coverage = { usage: { from: '2026-08-01', to: '2026-11-22' } };
  const reach = (known: string | undefined, of: Partial<CostPart>) =>
    reachAfter({ usage: known }, coverage, part({ spend: ['usage'], ...of }))
      .usage;

  it.each([
    [
      'on to days that end where they began',
      '2026-11-01',
      { from: '2026-10-01', to: '2026-11-01' },
      '2026-10-01',
    ],
    [
      'on to days that overlap',
      '2026-11-01',
      { from: '2026-10-20', to: '2026-11-10' },
      '2026-10-20',
    ],
    [
      'no further over days that were left out between',
      '2026-11-01',
      { from: '2026-10-01', to: '2026-10-31' },
      '2026-11-01',
    ],
    [
      'no less when newer days are read again',
      '2026-10-01',
      { from: '2026-11-15', to: '2026-11-22' },
      '2026-10-01',
    ],
    [
      'as far as the newest days at first',
      undefined,
      { from: '2026-11-15', to: '2026-11-22' },
      '2026-11-15',
    ],
    [
      'nowhere before the newest days are read',
      undefined,
      { from: '2026-10-01', to: '2026-11-01' },
      undefined,
    ],
  ])('%s', (_, known, of, expected) => {
    expect(reach(known, of)).toBe(expected);
  });

  it('no further for a kind that was not read', () => {
    expect(
      reachAfter(
        { usage: '2026-11-01', charges: '2026-11-01' },
        coverage,
        part({ from: '2026-10-01', spend: ['usage'] }),
      ),
    ).toEqual({ usage: '2026-10-01', charges: '2026-11-01' });
  });
});
