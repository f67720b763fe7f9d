/** The Hosted UI: the page that asks for email and password, and the address that ends its session. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import type { AppClient } from './userPool';
import { findUser, PASSWORD } from './users';

/** Cookies of the provider underneath that keep somebody signed in. */
const SESSION_COOKIES = ['_session', '_session.legacy'];

/** Shows the form, and goes on with the sign-in once email and password are right. */
export async function login(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return form(response);
  const fields = new URLSearchParams(await text(request));
  const email = fields.get('email')?.trim().toLowerCase() ?? '';
  if (!findUser(email) || fields.get('password') !== PASSWORD) {
    return form(response, 'Incorrect username or password.');
  }
  return provider.interactionFinished(request, response, {
    login: { accountId: email },
  });
}

/** Ends the browser's session and sends it on, to a registered address alone. */
export function logout(
  client: AppClient,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const target = query.get('logout_uri');
  if (
    query.get('client_id') !== client.clientId ||
    target !== client.logoutUrl
  ) {
    response
      .writeHead(400, { 'content-type': 'text/plain' })
      .end(`redirect_mismatch: ${target} is not ${client.logoutUrl}`);
    return;
  }
  response.writeHead(302, {
    location: target,
    'set-cookie': SESSION_COOKIES.flatMap(name => [
      `${name}=; path=/; max-age=0`,
      `${name}.sig=; path=/; max-age=0`,
    ]),
  });
  response.end();
}

function form(response: ServerResponse, problem = ''): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><title>Sign in</title>
<h1>Sign in with your email and password</h1>
<p role="alert">${problem}</p>
<form method="post">
  <label>Email <input name="email"></label>
  <label>Password <input name="password" type="password"></label>
  <button>Sign in</button>
</form></html>`);
}
