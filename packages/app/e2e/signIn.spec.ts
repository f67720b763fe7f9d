// Signing in to the production portal: a real browser, the certified OpenID provider behind Cognito's manners.
import { decodeJwt } from 'jose';
import { expect, test } from './harness/signIn';

const HOUR = 3600;

test('somebody signs in by email address, and the portal knows them and their groups', async ({
  page,
  production,
  signInPage,
}) => {
  await page.goto('/');
  await expect(page.getByText('Company account')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enter' })).toHaveCount(0);

  const request = await signInPage.apiRequest(async () =>
    signInPage.answer(await signInPage.openHostedUi(), 'alice@example.com'),
  );

  await expect(signInPage.sidebar).toBeAttached();
  const { authorization, 'x-guardrails-id-token': idToken } = request.headers();
  expect(decodeJwt(idToken)).toMatchObject({
    email: 'alice@example.com',
    aud: 'portal',
  });
  const userInfo = await page.request.get('/api/auth/v1/userinfo', {
    headers: { authorization },
  });
  expect((await userInfo.json()).claims).toMatchObject({
    sub: 'user:default/alice@example.com',
    ent: [
      'user:default/alice@example.com',
      'group:default/admins',
      'group:default/payments',
    ],
  });

  await page.reload();
  await expect(signInPage.sidebar).toBeAttached();
  expect(production.url).toBe(new URL(page.url()).origin);
});

test('every request to the API carries the ID token, but for signing in itself', async ({
  page,
  signInPage,
}) => {
  // The gateway in front of the portal lets nothing else pass without one: infra/src/ApiGateway.ts.
  const bare = new Set<string>();
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    const isGuarded =
      pathname.startsWith('/api/') &&
      !pathname.startsWith('/api/auth/cognito/');
    if (isGuarded && !request.headers()['x-guardrails-id-token']) {
      bare.add(`${request.method()} ${pathname}`);
    }
  });
  let guarded = 0;
  page.on('request', request => {
    if (request.headers()['x-guardrails-id-token']) guarded += 1;
  });

  await signInPage.signIn('alice@example.com');
  for (const path of [
    '/catalog',
    '/guardrails',
    '/guardrails/alerts',
    '/guardrails/recommendations',
    '/notifications',
    '/settings',
  ]) {
    await page.goto(path);
    await expect(signInPage.sidebar).toBeAttached();
    await page.waitForLoadState('networkidle');
  }

  expect(guarded).toBeGreaterThan(5);
  expect([...bare]).toEqual([]);
});

for (const [who, email, password] of [
  ['a wrong password', 'alice@example.com', 'Wrong-horse-1'],
  ['an unknown address', 'nobody@example.com', undefined],
] as const) {
  test(`${who} does not get past the Hosted UI`, async ({
    page,
    signInPage,
  }) => {
    await page.goto('/');
    const hostedUi = await signInPage.openHostedUi();
    await signInPage.answer(hostedUi, email, password);

    await expect(hostedUi.getByRole('alert')).toHaveText(
      'Incorrect username or password.',
    );
    await expect(signInPage.button).toBeVisible();
  });
}

for (const [email, words] of [
  ['unverified@example.com', /no verified email address/],
  ['forged@example.com', /failed to validate JWT signature/],
  ['foreign@example.com', /aud mismatch/],
  ['expired@example.com', /id_token expired|JWT expired/],
] as const) {
  test(`${email} is refused, and told why`, async ({ page, signInPage }) => {
    await page.goto('/');
    await signInPage.answer(await signInPage.openHostedUi(), email);

    await expect(page.getByText(words)).toBeVisible();
    await expect(signInPage.button).toBeVisible();
  });
}

test('a session is renewed without a question while somebody works', async ({
  page,
  signInPage,
}) => {
  await signInPage.signIn('bob@example.com');
  const before = await signInPage.apiRequest(() => page.goto('/guardrails'));

  // Tokens know whole seconds only: two of the same second are alike.
  await page.waitForTimeout(1100);
  // Tells the page another time; nothing that waits in it is hurried.
  await page.clock.setSystemTime(Date.now() + HOUR * 1000);
  const renewal = page.waitForResponse(/\/api\/auth\/cognito\/refresh/);
  const after = await signInPage.apiRequest(() =>
    signInPage.sidebar
      .getByRole('link', { name: 'Catalog', exact: true })
      .click(),
  );

  expect((await renewal).status()).toBe(200);
  for (const name of ['authorization', 'x-guardrails-id-token']) {
    expect(after.headers()[name]).toBeDefined();
    expect(after.headers()[name]).not.toBe(before.headers()[name]);
  }
});

test('a session that ended asks again', async ({
  page,
  production,
  signInPage,
}) => {
  await signInPage.signIn('bob@example.com');

  await production.expireSessions();
  await page.reload();

  await expect(signInPage.button).toBeVisible();
  await expect(signInPage.sidebar).toHaveCount(0);
});

test('who signs out is asked for the password again', async ({
  page,
  production,
  signInPage,
}) => {
  await signInPage.signIn('bob@example.com', '/settings');
  const hostedUiLogout = page.waitForRequest(
    request =>
      request.url() ===
      `${
        production.hostedUi
      }/logout?client_id=portal&logout_uri=${encodeURIComponent(
        `${production.url}/`,
      )}`,
  );

  await page.getByTestId('user-settings-menu').click();
  await page.getByTestId('sign-out').click();

  await hostedUiLogout;
  await expect(signInPage.button).toBeVisible();
  const hostedUi = await signInPage.openHostedUi();
  await expect(hostedUi.getByLabel('Password')).toBeVisible();
});

test('the backend refuses a token that is forged, expired or foreign', async ({
  page,
  production,
  signInPage,
}) => {
  const request = await signInPage.apiRequest(() =>
    signInPage.signIn('bob@example.com'),
  );
  const headers = request.headers();
  const token = headers.authorization.replace('Bearer ', '');
  const now = Math.floor(Date.now() / 1000);
  const status = async (bearer: string | undefined) => {
    const response = await page.request.get('/api/guardrails/projects', {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    });
    return response.status();
  };

  // Made by the test, and in order: what refuses the ones below is what is wrong with them.
  expect(await status(await production.resign(token, {}))).toBe(200);

  expect({
    none: await status(undefined),
    expired: await status(
      await production.resign(token, { iat: now - 2 * HOUR, exp: now - HOUR }),
    ),
    'signed by another key': await status(
      await production.resign(token, {}, 'other'),
    ),
    'of the user pool': await status(headers['x-guardrails-id-token']),
  }).toEqual({
    none: 401,
    expired: 401,
    'signed by another key': 401,
    'of the user pool': 401,
  });
});

test('nobody is a guest', async ({ page }) => {
  const response = await page.request.get('/api/auth/guest/refresh');
  expect(response.status()).toBe(404);
});
