// What people did is still there after the portal was stopped, or killed, and started again.
import { expect, type PortalPage, test } from './harness/test';

async function star({ page }: PortalPage) {
  const saved = page.waitForResponse(
    response =>
      response.url().includes('/api/user-settings/') &&
      response.request().method() === 'PUT',
  );
  await page.getByRole('button', { name: 'Add to favorites' }).click();
  expect((await saved).ok()).toBe(true);
}

const starred = ({ page }: PortalPage) =>
  page.getByRole('button', { name: 'Remove from favorites' });

test('a starred service is still starred after a restart', async ({
  control,
  portal,
}) => {
  await portal.openService('ledger');
  await star(portal);

  await control.restart();

  await portal.openService('ledger');
  await expect(starred(portal)).toBeVisible();
});

test('a starred service is still starred after a kill', async ({
  control,
  portal,
}) => {
  await portal.openService('storefront');
  await star(portal);

  await control.restartAfterKill();

  await portal.openService('storefront');
  await expect(starred(portal)).toBeVisible();
});
