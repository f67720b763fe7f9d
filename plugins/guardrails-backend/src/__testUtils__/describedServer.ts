/** A server between test and backend that fails every answer which `openapi.yaml` does not describe. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import express, { type ErrorRequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';

/** Answered in place of an answer that is not as described. */
export const NOT_AS_DESCRIBED = 599;

export function describedServer(baseUrl: string): express.Express {
  const app = express();
  app.use(express.raw({ type: () => true }));
  app.use(
    OpenApiValidator.middleware({
      apiSpec: resolvePackagePath(
        '@cloudops/plugin-guardrails-common',
        'openapi.yaml',
      ),
      validateRequests: false,
      validateResponses: true,
      validateSecurity: false,
      fileUploader: false,
      ignoreUndocumented: true,
    }),
  );
  app.use(async (request, response, next) => {
    try {
      const {
        host,
        connection,
        'content-length': _,
        ...headers
      } = request.headers;
      const answer = await fetch(new URL(request.originalUrl, baseUrl), {
        method: request.method,
        headers: headers as Record<string, string>,
        body:
          Buffer.isBuffer(request.body) && request.body.length > 0
            ? request.body
            : undefined,
      });
      for (const name of ['etag', 'cache-control', 'allow', 'retry-after']) {
        const value = answer.headers.get(name);
        if (value) response.set(name, value);
      }
      response.status(answer.status);
      const type = answer.headers.get('content-type') ?? '';
      if (type.startsWith('application/json')) {
        response.json(await answer.json());
      } else {
        response.type(type).send(await answer.text());
      }
    } catch (error) {
      next(error);
    }
  });
  const notAsDescribed: ErrorRequestHandler = (error, request, response, _) => {
    response
      .status(NOT_AS_DESCRIBED)
      .end(
        `${request.method} ${request.originalUrl}: ${
          error.message
        } ${JSON.stringify(error.errors)}`,
      );
  };
  app.use(notAsDescribed);
  return app;
}
