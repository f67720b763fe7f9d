// The same pages in a portal on the legacy frontend system, in front of the same backend.
import { entity, pages } from './harness/guardrailsPages';
import { openLegacyApp } from './harness/legacyApp';
import { expect, test } from './harness/test';

for (const { name, path, landmark, within } of pages) {
  test(`${name} works in the legacy frontend system`, async ({
    api,
    page,
    portal,
  }) => {
    await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await openLegacyApp(page, path.replace(':alert', id));
    await expect(landmark(page)).toBeVisible();
    await portal.photograph(`legacy-${name}`, landmark(page));
    for (const colorScheme of ['light', 'dark'] as const) {
      await portal.setColors(colorScheme);
      await expect(landmark(page)).toBeVisible();
      await portal.expectLoaded();
      await portal.expectAccessible(within);
    }
  });
}

test('the home page of a legacy portal shows the worst open alerts', async ({
  api,
  page,
  portal,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await openLegacyApp(page, '/home');
  const all = page.getByRole('link', {
    name: /^(All \d+ open alerts|Show it in the list of alerts)$/,
  });
  await expect(all).toBeVisible();
  await portal.photograph('legacy-home', all);
});

test('a person goes from the cost chart to the alert, in German, in the legacy frontend system', async ({
  api,
  page,
}) => {
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await openLegacyApp(page, `${entity}/costs`);
  await page
    .getByRole('figure', { name: 'Tageskosten' })
    .getByRole('link', { name: /Alarm \(Hoch\) vom/ })
    .click();
  await expect(page).toHaveURL(/\/guardrails\/alerts\//);
  await expect(page.getByRole('button', { name: 'Bestätigen' })).toBeVisible();
});
