/** The picture of daily costs: stacked bars by service, estimated days hatched, alerts as marks above their day. */
import { useTheme } from '@material-ui/core/styles';
import { useId, useMemo } from 'react';
import { AXIS_HEIGHT, labelsWidth, TimeAxis, ValueAxis } from '../charts/Axes';
import { ChartPaper } from '../charts/ChartPaper';
import { useWidth } from '../charts/useWidth';
import { AlertMark } from './AlertMark';
import { CostDayFacts } from './CostDayFacts';
import { Hatch } from './Hatch';
import { costLayers, costTicks } from './costLayers';
import type { DailyCosts } from './dailyCosts';
import { COST_CHART_HEIGHT } from './layout';
import { seriesColors } from './seriesColors';
import { useWords } from '../../words';

/** Room above the highest bar for the mark of an alert, and beside the last day. */
const ROOM = { top: 28, right: 8 } as const;

/** Between the dates below the bars, in pixels. */
const BETWEEN_DATES = 24;

export function CostChart(props: {
  readonly costs: DailyCosts;
  /** Also draw the days one period before. */
  readonly compare: boolean;
}) {
  const { costs, compare } = props;
  const { currency, days, series } = costs;
  const theme = useTheme();
  const { palette } = theme;
  const words = useWords();
  const { t } = words;
  const hatchId = useId();
  const [paper, width] = useWidth<HTMLDivElement>();
  const colors = useMemo(() => seriesColors(series, theme), [series, theme]);
  const ticks = useMemo(() => costTicks(costs, compare), [costs, compare]);
  const tickText = words.moneyTicks(currency, ticks);
  const labels = ticks.map(tickText);
  const left = labelsWidth(labels);
  const edges = useMemo(
    () => ({
      left,
      right: width - ROOM.right,
      top: ROOM.top,
      bottom: COST_CHART_HEIGHT - AXIS_HEIGHT,
    }),
    [left, width],
  );
  const drawing = useMemo(
    () => costLayers(costs, ticks, edges),
    [costs, ticks, edges],
  );
  const height = (edges.bottom - edges.top) / (ticks.length - 1);
  const dateWidth = labelsWidth([words.day(days[0].date)]) + BETWEEN_DATES;
  const dateEvery = Math.ceil(dateWidth / drawing.step);

  return (
    <ChartPaper
      paper={paper}
      width={width}
      height={COST_CHART_HEIGHT}
      name={t('costs.chart')}
      places={drawing.days.map(({ x }) => x)}
      mark={{ ...edges, width: drawing.step }}
      inWords={place => {
        const { date, stored, estimated, total, alerts } = days[place];
        return [
          t('costs.ofDay', { day: words.day(date, { weekday: true }) }),
          stored ? words.money(total, currency) : t('costs.nothingStoredYet'),
          ...(stored && estimated ? [t('costs.estimated')] : []),
          ...alerts.map(({ title }) => title),
        ].join(', ');
      }}
      about={place => (
        <CostDayFacts
          day={days[place]}
          series={series}
          colors={colors}
          amounts={series.map(({ amounts }) => amounts[place])}
          currency={currency}
          compare={compare}
        />
      )}
    >
      <defs>
        <Hatch id={hatchId} />
      </defs>
      <ValueAxis
        ticks={labels.map((label, line) => ({
          at: edges.bottom - line * height,
          label,
        }))}
        edges={edges}
      />
      <TimeAxis
        ticks={days.flatMap(({ date }, day) =>
          day % dateEvery === 0
            ? [{ at: drawing.days[day].x, label: words.day(date) }]
            : [],
        )}
        edges={edges}
        width={width}
      />
      <g>
        {drawing.layers.map((layer, index) => (
          <path key={series[index].name} d={layer} fill={colors[index]} />
        ))}
        <path d={drawing.estimated} fill={`url(#${hatchId})`} />
        {drawing.zero !== undefined && (
          <line
            x1={edges.left}
            x2={edges.right}
            y1={drawing.zero}
            y2={drawing.zero}
            stroke={palette.text.secondary}
          />
        )}
        {compare && (
          <path
            d={drawing.before}
            fill="none"
            stroke={palette.text.primary}
            strokeWidth={1.5}
            strokeDasharray="5 3"
          />
        )}
      </g>
      {days.map(
        ({ date, alerts }, day) =>
          alerts.length > 0 && (
            <AlertMark
              key={date}
              x={drawing.days[day].x}
              y={drawing.days[day].top}
              date={date}
              alerts={alerts}
            />
          ),
      )}
    </ChartPaper>
  );
}
