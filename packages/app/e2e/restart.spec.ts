// What people did is still there after the portal was stopped, or killed, and started again.
import { expect, test } from './harness/test';
import type { PortalPage } from './harness/test';

const starFor = (portal: PortalPage, name: string) =>
  portal.page.getByRole('button', { name });

// The browser's connections break when the portal goes away.
test.use({ expectedErrors: /WebSocket|Failed to load resource|ERR_/ });

test('a starred service is still starred after a restart', async ({
  control,
  portal,
}) => {
  await portal.openService('ledger');
  await starFor(portal, 'Add to favorites').click();
  await expect(starFor(portal, 'Remove from favorites')).toBeVisible();

  await control.restart();

  await portal.openService('ledger');
  await expect(starFor(portal, 'Remove from favorites')).toBeVisible();
});

test('a starred service is still starred after a kill', async ({
  control,
  portal,
}) => {
  await portal.openService('storefront');
  await starFor(portal, 'Add to favorites').click();
  await expect(starFor(portal, 'Remove from favorites')).toBeVisible();

  await control.restartAfterKill();

  await portal.openService('storefront');
  await expect(starFor(portal, 'Remove from favorites')).toBeVisible();
});
