/** What every route answers when the configuration cannot be used: what is wrong with it. */
import { ServiceUnavailableError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import type { ConfigurationError } from '../config';

/**
 * A portal whose plugins must all start would not start at all because of one wrong key of ours. So the plugin stays
 * up and tells everyone who asks, which the pages show.
 */
export function createMisconfiguredRouter(
  error: ConfigurationError,
): express.Router {
  const router = Router();
  router.get('/health', () => {
    // Public: what the configuration says is not.
    throw new ServiceUnavailableError('Guardrails is not configured correctly');
  });
  router.use(() => {
    throw new ServiceUnavailableError(error.message);
  });
  return router;
}
