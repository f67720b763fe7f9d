import { ID_TOKEN_HEADER, idTokenHeader } from './fetchApi';

async function sent(url: string, idToken: string): Promise<string | null> {
  const next = jest.fn().mockResolvedValue(new Response());
  const { apply } = idTokenHeader({ getIdToken: async () => idToken });

  await apply(next)(url, { headers: { accept: 'application/json' } });

  const request = new Request(...(next.mock.calls[0] as [string]));
  expect(request.headers.get('accept')).toBe('application/json');
  return request.headers.get(ID_TOKEN_HEADER);
}

describe('the ID token', () => {
  const { origin } = window.location;

  it('goes with requests to the API of this portal', async () => {
    expect(await sent(`${origin}/api/guardrails/projects`, 'token')).toBe(
      'token',
    );
  });

  it.each([
    ['another host', 'https://elsewhere.example.com/api/guardrails'],
    ['another port of this host', 'http://localhost:9999/api/guardrails'],
    ['what is not the API', `${origin}/static/main.js`],
    ['what only begins like the API', `${origin}/apiary`],
  ])('does not go to %s', async (_, url) => {
    expect(await sent(url, 'token')).toBeNull();
  });

  it('is left out while nobody is signed in', async () => {
    expect(await sent(`${origin}/api/guardrails/projects`, '')).toBeNull();
  });
});
