// Every page of Guardrails on wide and narrow screens, light and dark, and for people who cannot see them.
import { pages } from './harness/guardrailsPages';
import { expect, test } from './harness/test';

for (const { name, path, landmark, within } of pages) {
  test(`${name} fits a phone, is readable in the dark, and accessible`, async ({
    api,
    page,
    portal,
  }) => {
    await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
    const { id } = await api.alertOf('payments-api', 'EC2 - Other');
    await portal.open(path.replace(':alert', id));
    const shown = landmark(page);
    await expect(shown).toBeVisible();

    await portal.photograph(name, shown);
    await portal.expectToFitPhones(shown);
    await portal.expectWordsWhole(shown);
    for (const colorScheme of ['light', 'dark'] as const) {
      await portal.setColors(colorScheme);
      await expect(shown).toBeVisible();
      // What is being renewed is dimmed, and paler than people read it.
      await portal.expectLoaded();
      await portal.expectAccessible(within);
    }
  });
}

test('a phone shows which of the tabs is open', async ({ page, portal }) => {
  await portal.open('/guardrails/overview');
  await page.setViewportSize({ width: 400, height: 900 });
  await page.goto('/guardrails/settings');
  const tab = (name: string) => page.getByRole('tab', { name });
  await expect(tab('Settings')).toBeInViewport({ ratio: 1 });
  await page.goto('/guardrails/overview');
  await expect(tab('Overview')).toBeInViewport({ ratio: 1 });
});
