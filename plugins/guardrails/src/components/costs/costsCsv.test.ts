import type { CostPeriod } from './costPeriod';
import { costsCsv } from './costsCsv';

const period: CostPeriod = {
  project: 'payments-api',
  from: '2026-11-18',
  to: '2026-11-19',
  currency: 'USD',
  total: 12,
  estimatedFrom: '2026-11-19',
  days: [
    { date: '2026-11-18', total: 2 },
    { date: '2026-11-19', total: 10 },
  ],
  comparedDays: 1,
  before: [null, null],
  services: [
    { service: 'EC2, "Other"', total: 14, amounts: [4, 10] },
    { service: '=SUM(A1)', total: -2.5, amounts: [-2.5, null] },
  ],
  remainders: [{ service: 'AmazonS3', total: 0.0001, amounts: [null, 0.0001] }],
};

it('writes a line for each stored amount, by day, with the estimated ones told apart', () => {
  expect(costsCsv(period).split('\r\n')).toEqual([
    'date_utc,service,amount,currency,state',
    '2026-11-18,"EC2, ""Other""",4,USD,final',
    "2026-11-18,'=SUM(A1),-2.5,USD,final",
    '2026-11-19,"EC2, ""Other""",10,USD,estimated',
    '2026-11-19,AmazonS3,0.0001,USD,estimated',
    '',
  ]);
});
