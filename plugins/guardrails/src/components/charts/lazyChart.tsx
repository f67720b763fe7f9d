/** Loads a chart and the library behind it only when one is shown, in a place that already has its size. */
import { ComponentType, lazy, Suspense } from 'react';
import { LoadingSkeleton } from '../states/LoadingSkeleton';
import { useWords } from '../../words';

/** A chart that can be loaded before it is shown. */
export type LazyChart<P> = ComponentType<P> & {
  /** Begins to load it, while its data is still on its way. Where that fails, showing the chart tries again and tells. */
  readonly preload: () => void;
};

/**
 * A chart that is loaded when it is first shown, or a little before.
 *
 * @param load - imports the module that draws it
 * @param height - pixels the chart takes
 */
export function lazyChart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  height: number,
): LazyChart<P> {
  const Chart = lazy(async () => ({ default: await load() }));
  function ChartWhenLoaded(props: P) {
    const { t } = useWords();
    return (
      <Suspense
        fallback={
          <LoadingSkeleton subject={t('subject.chart')} height={height} />
        }
      >
        <Chart {...(props as any)} />
      </Suspense>
    );
  }
  return Object.assign(ChartWhenLoaded, {
    preload: () => {
      load().catch(() => undefined);
    },
  });
}
