/** Hands the alerts that are not resolved to the portal's search, each with the project that decides who may find it. */
import { Readable } from 'node:stream';
import {
  alertReadPermission,
  type Alert,
  type GuardrailsApi,
} from '@cloudops/plugin-guardrails-common';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';

/** Where the frontend shows one alert, by the plugin's default path. */
const ALERTS_PATH = '/guardrails/alerts';

/** As many as the API hands out at once. */
const PAGE_SIZE = 200;

/** An alert as the search keeps it. */
export interface AlertDocument extends IndexableDocument {
  readonly project: string;
  readonly severity: Alert['severity'];
  readonly status: Alert['status'];
  /** The AWS service or metric. */
  readonly subject: string;
}

function documentOf(alert: Alert): AlertDocument {
  const { id, title, description, project, severity, status } = alert;
  return {
    title,
    text: description,
    location: `${ALERTS_PATH}/${id}`,
    project,
    severity,
    status,
    subject: alert.serviceName ?? alert.metricName ?? alert.source,
    authorization: { resourceRef: project },
  };
}

export class AlertCollatorFactory implements DocumentCollatorFactory {
  readonly type = 'guardrails-alert';
  readonly visibilityPermission = alertReadPermission;
  readonly #api: Pick<GuardrailsApi, 'listAlerts'>;

  /** @param api - as the plugin itself sees it: every alert */
  constructor(api: Pick<GuardrailsApi, 'listAlerts'>) {
    this.#api = api;
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents(): AsyncGenerator<AlertDocument> {
    let cursor: string | undefined;
    do {
      const page = await this.#api.listAlerts({
        status: ['open', 'acknowledged'],
        limit: PAGE_SIZE,
        cursor,
      });
      for (const alert of page.items) yield documentOf(alert);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}
