/** The HTTP door: validates a request against `openapi.yaml`, calls the service, answers. No logic. */
import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JobId } from '@cloudops/plugin-guardrails-common';
import express, {
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import Router from 'express-promise-router';
import type {
  CallOptions,
  ChangeOptions,
  GuardrailsService,
} from '../service/GuardrailsService';
import { answerCsv } from './answerCsv';
import { auditRefusals } from './auditRefusals';
import { answerHealth, type Pinged } from './health';
import { translateErrors, unknownRoute } from './refusals';
import { validateRequests } from './validateRequests';

/** The largest body is a change of 500 alerts, 39 bytes each, with a note of 2,000 characters of 12 bytes at most. */
const LARGEST_BODY = '48kb';

/** The description of the API has no HEAD; Node.js sends no body to one, whatever is answered. */
const answerHeadAsGet: RequestHandler = (request, _, next) => {
  if (request.method === 'HEAD') {
    request.method = 'GET';
  }
  next();
};

export async function createRouter(options: {
  service: GuardrailsService;
  auditor: AuditorService;
  database: Pinged;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}): Promise<express.Router> {
  const { service, httpAuth } = options;
  const callOf = async (request: Request): Promise<CallOptions> => ({
    // Also nobody's, where the portal lets nobody in: the service refuses them, and the auditor hears of it.
    credentials: await httpAuth.credentials(request),
    request,
  });
  const changeOf = async (request: Request): Promise<ChangeOptions> => ({
    ...(await callOf(request)),
    ifMatch: request.get('if-match'),
  });

  const router = Router();
  router.use((request, response, next) => {
    // Answers depend on who asks, and a workflow that shows yesterday's status misleads.
    response.set('Cache-Control', 'private, no-store');
    // An alert's ETag is the version that a change is based on; its timeline and what of it is shown may differ
    // under one version, so that nobody is told that what they have is still good.
    delete request.headers['if-none-match'];
    delete request.headers['if-modified-since'];
    next();
  });
  router.get('/health', await answerHealth(options.database));
  router.use(express.json({ limit: LARGEST_BODY }));
  router.use(answerHeadAsGet);
  router.use(await validateRequests());
  router.use(auditRefusals(options.auditor));

  router.get('/projects', async (request, response) => {
    answer(
      response,
      await service.listProjects(request.query, await callOf(request)),
    );
  });
  router.get('/projects/:name/summary', async (request, response) => {
    const { name } = request.params;
    answer(
      response,
      await service.getProjectSummary(name, await callOf(request)),
    );
  });
  router.get('/summaries', async (request, response) => {
    answer(
      response,
      await service.listSummaries(asked(request), await callOf(request)),
    );
  });
  router.get('/costs', async (request, response) => {
    answer(
      response,
      await service.getCosts(request.query, await callOf(request)),
    );
  });
  router.get('/metrics', async (request, response) => {
    answer(
      response,
      await service.getMetrics(asked(request), await callOf(request)),
    );
  });

  router.get('/reconciliation', async (request, response) => {
    answer(
      response,
      await service.getReconciliation(request.query, await callOf(request)),
    );
  });

  router.get('/alerts', async (request, response) => {
    answer(
      response,
      await service.listAlerts(asked(request), await callOf(request)),
    );
  });
  router.get('/alerts/statistics', async (request, response) => {
    answer(
      response,
      await service.getAlertStatistics(request.query, await callOf(request)),
    );
  });
  router.get('/alerts/:id', async (request, response) => {
    const { id } = request.params;
    answerVersioned(
      response,
      await service.getAlert(id, await callOf(request)),
    );
  });
  router.patch('/alerts/:id', async (request, response) => {
    const { id } = request.params;
    answerVersioned(
      response,
      await service.updateAlert(id, request.body, await changeOf(request)),
    );
  });
  router.post('/alerts/bulk', async (request, response) => {
    answer(
      response,
      await service.updateAlerts(request.body, await callOf(request)),
    );
  });
  router.post('/alerts/:id/notes', async (request, response) => {
    const { id } = request.params;
    const { note } = request.body;
    answerVersioned(
      response.status(201),
      await service.addAlertNote(id, note, await callOf(request)),
    );
  });
  router.post('/alerts/:id/expected', async (request, response) => {
    const { id } = request.params;
    answerVersioned(
      response,
      await service.markAlertExpected(
        id,
        request.body,
        await changeOf(request),
      ),
    );
  });
  router.get('/alerts/:id/evidence', async (request, response) => {
    const { id } = request.params;
    answer(response, await service.getAlertEvidence(id, await callOf(request)));
  });

  router.get('/planned-activities', async (request, response) => {
    answer(
      response,
      await service.listPlannedActivities(
        asked(request),
        await callOf(request),
      ),
    );
  });
  router.post('/planned-activities', async (request, response) => {
    answer(
      response.status(201),
      await service.planActivity(request.body, await callOf(request)),
    );
  });
  router.delete('/planned-activities/:id', async (request, response) => {
    const { id } = request.params;
    answer(
      response,
      await service.cancelPlannedActivity(id, await callOf(request)),
    );
  });
  router.get('/detection/rules', async (request, response) => {
    answer(
      response,
      await service.getDetectionRules(request.query, await callOf(request)),
    );
  });

  router.get('/detection/backtest', async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const call = { ...(await callOf(request)), signal: gone.signal };
    const backtest = await service
      .getBacktest(asked(request), call)
      .catch(error => {
        // Who has left is not told that the work ended.
        if (gone.signal.aborted) return undefined;
        throw error;
      });
    if (backtest) answer(response, backtest);
  });

  router.get('/recommendations', async (request, response) => {
    answer(
      response,
      await service.listRecommendations(asked(request), await callOf(request)),
    );
  });
  router.get('/recommendations/:id', async (request, response) => {
    const { id } = request.params;
    answerVersioned(
      response,
      await service.getRecommendation(id, await callOf(request)),
    );
  });
  router.patch('/recommendations/:id', async (request, response) => {
    const { id } = request.params;
    answerVersioned(
      response,
      await service.updateRecommendation(
        id,
        request.body,
        await changeOf(request),
      ),
    );
  });

  router.get('/savings', async (request, response) => {
    answer(
      response,
      await service.getSavings(asked(request), await callOf(request)),
    );
  });

  router.get('/events', async (request, response) => {
    answer(
      response,
      await service.listEvents(asked(request), await callOf(request)),
    );
  });

  router.get('/events.csv', async (request, response) => {
    await answerCsv(
      await service.exportEvents(asked(request), await callOf(request)),
      response,
    );
  });

  router.get('/jobs', async (request, response) => {
    answer(response, await service.listJobs(await callOf(request)));
  });
  router.post('/jobs/:id/run', async (request, response) => {
    const id = request.params.id as JobId;
    answer(
      response.status(202),
      await service.runJob(id, await callOf(request)),
    );
  });

  router.use(unknownRoute);
  router.use(translateErrors(options.logger));
  return router;
}

/** The query of a request, which validation has brought into the shape that `openapi.yaml` gives it. */
function asked(request: Request): any {
  return request.query;
}

function answerVersioned(response: Response, body: { etag: string }): void {
  answer(response.set('ETag', body.etag), body);
}

/**
 * As `response.json`, without a copy of the text to take its hash of: nobody may keep an answer, so its hash is of no use,
 * and what has a version has that for an ETag. What is plain ASCII, as nearly everything is, is sent as it is in memory.
 */
function answer(response: Response, body: object): void {
  const text = JSON.stringify(body);
  const bytes = Buffer.byteLength(text);
  response
    .type('json')
    .set('Content-Length', String(bytes))
    .end(text, bytes === text.length ? 'latin1' : 'utf8');
}
