/** Where the bars of daily costs lie: one path for each layer, because hundreds of bars of their own take a page long. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack, stackOffsetDiverging } from 'd3-shape';
import type { Edges } from '../charts/Axes';
import { valueTicks } from '../charts/valueTicks';
import type { DailyCosts } from './dailyCosts';

/** Pixels of paper between two layers, which keep them apart where their colours do not. */
const GAP = 1;

/** Of a day's room, the part left free between bars. */
const FREE = 0.12;

export interface CostLayers {
  /** One path for each series. */
  readonly layers: readonly string[];
  /** Over the bars of the days that AWS may still change. */
  readonly estimated: string;
  /** The days one period before; empty where none is stored. */
  readonly before: string;
  /** Middle of each day, in pixels from the left, and the top of its bar. */
  readonly days: readonly { readonly x: number; readonly top: number }[];
  /** Pixels from the beginning of one day to that of the next. */
  readonly step: number;
  /** Pixels from the top; absent where nothing lies below zero. */
  readonly zero?: number;
}

/** Height of a layer in pixels: one that is thinner than the gap stays a line. */
function layerHeight(pixels: number): number {
  return Math.max(pixels - GAP, Math.min(pixels, 0.5));
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(
    1,
  )}h${(-width).toFixed(1)}z`;
}

/** The amounts of each day above and below zero: a credit takes nothing from the height of a bar. */
function heights({ days, series }: DailyCosts) {
  return days.map((_, day) => {
    const amounts = series.map(({ amounts: of }) => of[day] ?? 0);
    const sum = (part: (amount: number) => number) =>
      amounts.reduce((total, amount) => total + part(amount), 0);
    return {
      above: sum(amount => Math.max(amount, 0)),
      below: sum(amount => Math.min(amount, 0)),
    };
  });
}

/** What lies less than this part of the highest bar below zero, such as what rounding left, is thinner than a line. */
const UNSEEN = 1 / 500;

/** The values at the lines across the drawing, from the least to the greatest. */
export function costTicks(costs: DailyCosts, compare: boolean): number[] {
  const of = heights(costs);
  const before = compare ? costs.days.map(each => each.before ?? 0) : [];
  const least = Math.min(...of.map(({ below }) => below), ...before);
  const greatest = Math.max(...of.map(({ above }) => above), ...before);
  return valueTicks(-least < greatest * UNSEEN ? 0 : least, greatest);
}

/**
 * @param ticks - of {@link costTicks}: the first and the last are the edges of the drawing
 * @param edges - of the drawing
 */
export function costLayers(
  costs: DailyCosts,
  ticks: readonly number[],
  edges: Edges,
): CostLayers {
  const { days, series } = costs;
  const x = scaleBand<number>()
    .domain(days.keys())
    .range([edges.left, edges.right])
    .paddingInner(FREE)
    .paddingOuter(FREE / 2);
  const y = scaleLinear(
    [ticks[0], ticks[ticks.length - 1]],
    [edges.bottom, edges.top],
  );
  const width = x.bandwidth();
  const middle = (day: number) => x(day)! + width / 2;
  const stacked = stack<unknown, number, number>()
    .keys(series.keys())
    .value((day, layer) => series[layer].amounts[day] ?? 0)
    .offset(stackOffsetDiverging)(days.keys());
  const layers = stacked.map(layer =>
    layer
      .map(([low, high], day) =>
        low === high
          ? ''
          : box(x(day)!, y(high), width, layerHeight(y(low) - y(high))),
      )
      .join(''),
  );
  const of = heights(costs);
  const estimated = days
    .map(({ estimated: isEstimated }, day) => {
      const { above, below } = of[day];
      return isEstimated && above > below
        ? box(x(day)!, y(above), width, y(below) - y(above))
        : '';
    })
    .join('');
  // A step over the whole of each day: a day that stands alone has one as well.
  const half = x.step() / 2;
  const before = days
    .map(({ before: amount }, day) => {
      if (amount === null) return '';
      const at = y(amount).toFixed(1);
      const begins = (days[day - 1]?.before ?? null) === null;
      return `${
        begins ? `M${(middle(day) - half).toFixed(1)} ${at}` : `V${at}`
      }H${(middle(day) + half).toFixed(1)}`;
    })
    .join('');
  return {
    layers,
    estimated,
    before,
    days: of.map(({ above }, day) => ({ x: middle(day), top: y(above) })),
    step: x.step(),
    zero: ticks[0] < 0 ? y(0) : undefined,
  };
}
