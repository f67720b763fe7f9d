/** The colour of each layer of the stacked bars. */
import type { Theme } from '@material-ui/core/styles';
import { otherColor, serviceColors } from '../charts';
import type { CostSeries } from './dailyCosts';

/** One colour for each layer, in their order. */
export function seriesColors(
  series: readonly CostSeries[],
  theme: Theme,
): string[] {
  const colors = serviceColors(
    series.flatMap(({ service }) => service ?? []),
    theme,
  );
  return series.map(({ service }) =>
    service === undefined ? otherColor(theme) : colors.get(service)!,
  );
}
