// What somebody may do, asked with the portal's own way of making requests. Backstage's client of permissions makes
// them by itself, without the ID token: the gateway in front of the backend would refuse each, and whatever depends on
// a permission would be hidden from everybody.
import { ResponseError } from '@backstage/errors';
import {
  ApiBlueprint,
  configApiRef,
  type FetchApi,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
  type EvaluatePermissionRequest,
  type EvaluatePermissionResponse,
} from '@backstage/plugin-permission-common';
import {
  type PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import DataLoader from 'dataloader';

export class FetchedPermissions implements PermissionApi {
  readonly #fetchApi: FetchApi;
  /** What is asked at the same moment goes in one request. */
  readonly #loader: DataLoader<
    EvaluatePermissionRequest,
    EvaluatePermissionResponse
  >;

  constructor(fetchApi: FetchApi) {
    this.#fetchApi = fetchApi;
    this.#loader = new DataLoader(requests => this.#ask(requests), {
      cache: false,
    });
  }

  /** @throws ResponseError when the backend does not answer; Error when it leaves a question open */
  authorize(
    request: EvaluatePermissionRequest,
  ): Promise<EvaluatePermissionResponse> {
    return this.#loader.load(request);
  }

  async #ask(
    requests: readonly EvaluatePermissionRequest[],
  ): Promise<(EvaluatePermissionResponse | Error)[]> {
    const items = requests.map((request, index) => ({
      id: String(index),
      ...request,
    }));
    const response = await this.#fetchApi.fetch(
      'plugin://permission/authorize',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items }),
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const answer: {
      items: { id: string; result: DefinitivePolicyDecision['result'] }[];
    } = await response.json();
    const results = new Map(answer.items.map(({ id, result }) => [id, result]));
    return items.map(({ id, permission }) => {
      const result = results.get(id);
      return result
        ? { result }
        : new Error(
            `The backend did not say whether ${permission.name} is allowed`,
          );
    });
  }
}

export const permissionApi = ApiBlueprint.make({
  // In place of the app's own.
  name: 'permission',
  params: defineParams =>
    defineParams({
      api: permissionApiRef,
      deps: { configApi: configApiRef, fetchApi: fetchApiRef },
      factory: ({ configApi, fetchApi }) =>
        // As Backstage's own: without the framework everything is allowed.
        configApi.getOptionalBoolean('permission.enabled')
          ? new FetchedPermissions(fetchApi)
          : { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
    }),
});
