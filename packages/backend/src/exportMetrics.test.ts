import { exportMetrics } from './exportMetrics';

// That metrics arrive is seen where the whole portal runs: scripts/production/portal.spec.mjs.
describe('the export of metrics', () => {
  const before = { ...process.env };

  afterEach(() => {
    process.env = { ...before };
  });

  it('measures nothing where no collector is named', () => {
    expect(exportMetrics()).toBeUndefined();
  });

  it('refuses an interval that is none', () => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
    process.env.OTEL_METRIC_EXPORT_INTERVAL = 'often';

    expect(() => exportMetrics()).toThrow(
      /takes milliseconds above 0, got 'often'/,
    );
  });
});
