import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LogFilter } from './log-filter.mjs';

const log = `Loading config from app-config.yaml
2026-11-22T13:32:46.401Z rootHttpRouter info Listening on 127.0.0.1:7007 
2026-11-22T13:32:47.000Z catalog warn Unable to read a location type="processing"
2026-11-22T13:32:48.000Z guardrails error Plugin startup failed: guardrails.projects[0].accountId
must be twelve digits, got '12' stack="Error: at \\"x\\"\\n    at y"
    at readProject (config.ts:12:3)
2026-11-22T13:32:49.000Z search info Starting all scheduled search tasks. 
(node:123) DeprecationWarning`.split('\n');

describe('LogFilter', () => {
  it('shows warnings and errors, whole but without stack traces', () => {
    const filter = new LogFilter({ everything: false });
    const shown = log
      .map(line => filter.shown(line))
      .filter(line => line !== undefined);
    assert.deepEqual(shown, [
      '  warning, catalog: Unable to read a location type="processing"',
      '  error, guardrails: Plugin startup failed: guardrails.projects[0].accountId',
      "    must be twelve digits, got '12'",
    ]);
  });

  it('shows the warnings and errors of a log in JSON, which production writes', () => {
    const filter = new LogFilter({ everything: false });
    const lines = [
      { level: 'info', message: 'Listening', service: 'rootHttpRouter' },
      { level: 'warn', message: 'Unable to read', plugin: 'catalog' },
      { level: 'error', message: { code: 'ECONNRESET' }, plugin: 'events' },
    ].map(entry => JSON.stringify(entry));
    assert.deepEqual(
      [...lines, '{ not JSON'].map(line => filter.shown(line)),
      [
        undefined,
        '  warning, catalog: Unable to read',
        '  error, events: {"code":"ECONNRESET"}',
        undefined,
      ],
    );
  });

  it('shows everything to those who ask for it', () => {
    const filter = new LogFilter({ everything: true });
    assert.deepEqual(
      log.map(line => filter.shown(line)),
      log,
    );
  });
});
