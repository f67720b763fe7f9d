/** Loads a chart and the library behind it only when one is shown, in a place that already has its size. */
import { ComponentType, lazy, Suspense } from 'react';
import { LoadingSkeleton } from '../states/LoadingSkeleton';
import { useWords } from '../../words';

/**
 * A chart that is loaded when it is first shown.
 *
 * @param load - imports the module that draws it
 * @param height - pixels the chart takes
 */
export function lazyChart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  height: number,
): ComponentType<P> {
  const Chart = lazy(async () => ({ default: await load() }));
  return function LazyChart(props: P) {
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
  };
}
