import { unbroken } from './unbroken';

it('keeps a percentage on one line', () => {
  expect(unbroken('Limit: $60 (30 % over)')).toBe(
    'Limit: $60 (30\u00a0% over)',
  );
});
