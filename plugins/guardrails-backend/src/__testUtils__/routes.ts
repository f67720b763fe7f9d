/** Every route that `openapi.yaml` describes. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Route {
  readonly operationId: string;
  /** Upper case. */
  readonly method: string;
  /** With its parameters in braces, e.g. `/alerts/{id}`. */
  readonly path: string;
}

export const API_DESCRIPTION = resolvePackagePath(
  '@cloudops/plugin-guardrails-common',
  'openapi.yaml',
);

export function describedRoutes(): Route[] {
  const { paths } = parse(readFileSync(API_DESCRIPTION, 'utf8'));
  return Object.entries<Record<string, any>>(paths).flatMap(
    ([path, operations]) =>
      Object.entries(operations)
        .filter(([method]) => method !== 'parameters')
        .map(([method, { operationId }]) => ({
          operationId,
          method: method.toLocaleUpperCase('en-US'),
          path,
        })),
  );
}
