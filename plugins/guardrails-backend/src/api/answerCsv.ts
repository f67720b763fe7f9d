/** Answers events as CSV, row by row as they are read. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { stringify } from 'csv-stringify';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const COLUMNS: readonly (keyof AuditEvent)[] = [
  'createdAt',
  'project',
  'entityType',
  'entityId',
  'eventType',
  'actor',
  'message',
  'metadata',
  'id',
];

/** When reading fails halfway the connection is cut, so that nobody takes a part for the whole. */
export async function answerCsv(
  events: AsyncIterable<AuditEvent>,
  response: Response,
): Promise<void> {
  response.attachment('guardrails-events.csv').type('text/csv; charset=utf-8');
  try {
    await pipeline(
      Readable.from(events),
      stringify({
        header: true,
        columns: [...COLUMNS],
        // Notes are other people's text, and a spreadsheet would calculate with it.
        escape_formulas: true,
        record_delimiter: 'windows',
      }),
      response,
    );
  } catch (error: any) {
    // Whoever asked has gone; nobody is left to be told.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
