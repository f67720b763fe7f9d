// Whether the money of all pages is the money of the bill.
import type { Locator } from '@playwright/test';
import { expect, test } from './harness/test';

/** `$1,184.14` in cents. */
function cents(text: string): number {
  const [amount] = /-?\$?[\d,]+\.\d\d/.exec(text) ?? [];
  if (amount === undefined) throw new Error(`"${text}" names no amount`);
  return Math.round(Number(amount.replace(/[$,]/g, '')) * 100);
}

/** What stands below a term. */
const fact = (panel: Locator, term: string) =>
  panel
    .locator('dl > div')
    .filter({
      has: panel.page().locator('dt').getByText(term, { exact: true }),
    })
    .locator('dd')
    .first();

test('the parts of an account are its bill, and the costs of its projects', async ({
  api,
  page,
  portal,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await portal.open('/guardrails/reconciliation');
  const { from, to, accounts } = await api.reconciliation();
  expect(accounts.map(({ accountId }) => accountId).sort()).toEqual([
    '111122223333',
    '444455556666',
  ]);

  for (const { accountId } of accounts) {
    const account = page.getByRole('region', { name: `Account ${accountId}` });
    await expect(account).toContainText('Adds up to the cent');
    const rows = account
      .getByRole('table', { name: /^Parts: / })
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
    let sum = 0;
    for (const row of await rows.all()) {
      const shown = await row.getByRole('rowheader').innerText();
      const project = shown.replace(/ \(unallocated\)$/, '');
      const [, , together] = await row.getByRole('cell').allInnerTexts();
      // What the Costs tab of the project adds up from.
      const { totals } = await api.costsOf(project, from, to);
      expect(cents(together), project).toBe(Math.round(totals.net * 100));
      sum += cents(together);
    }
    const bill = cents(await fact(account, 'AWS bill').innerText());
    // Each part is rounded by up to half a cent for the screen.
    const rounded = ((await rows.count()) + 1) / 2;
    expect(Math.abs(sum - bill), `${sum} and ${bill}`).toBeLessThanOrEqual(
      rounded,
    );
    expect(bill).toBeGreaterThan(100_000);
  }
});
