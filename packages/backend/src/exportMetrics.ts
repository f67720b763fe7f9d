// Sends the metrics of all plugins to an OpenTelemetry collector, where the environment names one. The variables are
// those of OpenTelemetry's own specification.
import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  defaultResource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

/** The specification's default. */
const INTERVAL_MS = 60_000;

/**
 * Reads OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_METRICS_ENDPOINT (OTLP over HTTP; without one nothing is sent
 * and nothing is measured), OTEL_METRIC_EXPORT_INTERVAL (milliseconds) and OTEL_SERVICE_NAME.
 *
 * @returns the provider of all meters, where there is a collector
 * @throws Error for an interval that is no number above 0
 */
export function exportMetrics(): MeterProvider | undefined {
  const { env } = process;
  if (
    !env.OTEL_EXPORTER_OTLP_ENDPOINT &&
    !env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT
  ) {
    return undefined;
  }
  const interval = Number(env.OTEL_METRIC_EXPORT_INTERVAL || INTERVAL_MS);
  if (!(interval > 0)) {
    throw new Error(
      `OTEL_METRIC_EXPORT_INTERVAL takes milliseconds above 0, got '${env.OTEL_METRIC_EXPORT_INTERVAL}'`,
    );
  }
  const provider = new MeterProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': env.OTEL_SERVICE_NAME || 'cloudops-portal',
      }),
    ),
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(),
        exportIntervalMillis: interval,
        exportTimeoutMillis: Math.min(interval, 30_000),
      }),
    ],
  });
  metrics.setGlobalMeterProvider(provider);
  // What was measured since the last time.
  process.once('SIGTERM', () => {
    provider.forceFlush().catch(error => {
      process.stderr.write(`The last metrics were not sent: ${error}\n`);
    });
  });
  return provider;
}
