import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { FetchedPermissions } from './permissionApi';

const { ALLOW, DENY } = AuthorizeResult;
const permission = (name: string) =>
  createPermission({ name, attributes: { action: 'read' } });

function backend(
  answer: (items: { id: string; permission: any }[]) => unknown,
) {
  const fetch = jest.fn(async (_url: string, init: RequestInit) => {
    const { items } = JSON.parse(init.body as string);
    return {
      ok: true,
      json: async () => ({ items: answer(items) }),
    } as Response;
  });
  return { fetch, permissions: new FetchedPermissions({ fetch } as any) };
}

describe('permissions', () => {
  it('asked at the same moment go in one request of the portal’s own, and get the answers that are theirs', async () => {
    const { fetch, permissions } = backend(items =>
      items
        .map(({ id, permission: { name } }) => ({
          id,
          result: name === 'alert.read' ? ALLOW : DENY,
        }))
        .reverse(),
    );

    const answers = await Promise.all(
      ['alert.read', 'job.run'].map(name =>
        permissions.authorize({ permission: permission(name) }),
      ),
    );

    expect(answers).toEqual([{ result: ALLOW }, { result: DENY }]);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0][0]).toBe('plugin://permission/authorize');
  });

  it('are asked again each time', async () => {
    const { fetch, permissions } = backend(([{ id }]) => [
      { id, result: ALLOW },
    ]);
    const request = { permission: permission('alert.read') };
    await permissions.authorize(request);
    await permissions.authorize(request);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('are not taken for granted when the answer leaves them out', async () => {
    const { permissions } = backend(() => []);
    await expect(
      permissions.authorize({ permission: permission('alert.read') }),
    ).rejects.toThrow(/did not say whether alert\.read is allowed/);
  });

  it('are not taken for granted when the backend refuses', async () => {
    const fetch = async () => new Response('{}', { status: 401 });
    await expect(
      new FetchedPermissions({ fetch } as any).authorize({
        permission: permission('alert.read'),
      }),
    ).rejects.toThrow(/401/);
  });
});
