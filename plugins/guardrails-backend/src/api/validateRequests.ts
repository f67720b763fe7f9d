/** Checks every request against `openapi.yaml`, and for what no database can store. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Request, RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { access } from 'node:fs/promises';
import { ID, isDay, isStorable, isTime } from '../inputs';

/** Stricter than JSON Schema's own: days that exist, times that JavaScript and the databases can hold. */
const FORMATS = { date: isDay, 'date-time': isTime, uuid: ID };

/** What the validator leaves on a request; Express fills `params` only when it reaches the route. */
export interface ValidatedRequest extends Request {
  readonly openapi?: { readonly pathParams: Readonly<Record<string, string>> };
}

/** The one query parameter that is a map: the parameters of a rule by their names. */
const TAKES_MAP = 'parameters';

function isMapOfTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(each => typeof each === 'string')
  );
}

/** `a[b]=c` is a nested object to Express; only one parameter is one, and that of texts. */
const refuseNestedQueries: RequestHandler = (request, _, next) => {
  for (const [name, value] of Object.entries(request.query)) {
    if (name === TAKES_MAP) {
      if (!isMapOfTexts(value)) {
        throw new InputError(
          `${name}: got ${JSON.stringify(
            value,
          )}, takes parameters[<name>]=<value>, each name once`,
        );
      }
    } else if (![value].flat().every(each => typeof each === 'string')) {
      throw new InputError(
        `${name}: got ${JSON.stringify(
          value,
        )}, takes text; repeat the parameter for several values`,
      );
    }
  }
  next();
};

/** Whatever its parameters are. */
const IS_JSON = /^\s*application\/json\s*(;|$)/i;

/** Of the other routes the content type does not matter; of these it is refused by its name. */
function takesBody({ method, path }: Request): boolean {
  return (
    method === 'PATCH' || (method === 'POST' && !path.startsWith('/jobs/'))
  );
}

/** The validator keeps a compiled check for every content type that it ever took: so it takes one. */
const nameContentTypeOnce: RequestHandler = (request, _, next) => {
  if (!takesBody(request)) {
    delete request.headers['content-type'];
  } else if (IS_JSON.test(request.headers['content-type'] ?? '')) {
    request.headers['content-type'] = 'application/json';
  }
  next();
};

/** A body is an object of texts and lists of texts. */
const DEEPEST_BODY = 2;

/** What is nested thousands of levels deep would overflow the stack of whoever compares or prints it. */
const refuseDeepBodies: RequestHandler = (request, _, next) => {
  if (isDeeper(request.body, DEEPEST_BODY)) {
    throw new InputError(
      'body: is nested too deeply, takes a JSON object of texts and of lists of texts',
    );
  }
  next();
};

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some(inner => isDeeper(inner, levels - 1))
  );
}

/** Runs on validated requests, which are flat but for a map of texts. */
const refuseUnstorableText: RequestHandler = (request, _, next) => {
  const fields = {
    ...(request as ValidatedRequest).openapi?.pathParams,
    ...request.query,
    ...request.body,
  };
  for (const [name, value] of Object.entries(fields)) {
    const texts = isMapOfTexts(value)
      ? Object.entries(value as object).flat()
      : [value].flat();
    for (const text of texts) {
      if (typeof text === 'string' && !isStorable(text)) {
        throw new InputError(
          `${name}: got ${JSON.stringify(
            text,
          )}, takes text without NUL characters and unpaired surrogates`,
        );
      }
    }
  }
  next();
};

/** @throws Error when the description of the API is not where the package says it is */
export async function validateRequests(): Promise<RequestHandler[]> {
  const apiSpec = resolvePackagePath(
    '@cloudops/plugin-guardrails-common',
    'openapi.yaml',
  );
  await access(apiSpec);
  return [
    refuseNestedQueries,
    nameContentTypeOnce,
    refuseDeepBodies,
    ...OpenApiValidator.middleware({
      apiSpec,
      validateRequests: { allErrors: true, coerceTypes: false },
      validateResponses: false,
      validateSecurity: false,
      fileUploader: false,
      formats: FORMATS,
    }),
    refuseUnstorableText,
  ];
}
