/** The picture of daily costs: stacked bars by service, estimated days hatched, alerts as marks above their day. */
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTheme } from '@material-ui/core/styles';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { useId, useMemo } from 'react';
import { Link } from 'react-router-dom';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { alertRouteRef } from '../../routes';
import { SEVERITIES, severityColor, SeverityShape } from '../labels';
import { valueTicks } from '../charts/valueTicks';
import { CostDayTooltip } from './CostDayTooltip';
import type { DailyCosts } from './dailyCosts';
import { COST_CHART_HEIGHT } from './layout';
import { seriesColors } from './seriesColors';
import { useWords } from '../../words';

/** Room above the highest bar for the mark of an alert. */
const MARGIN = { top: 28, right: 8, bottom: 0, left: 0 } as const;

/** Pixels of paper between two layers, which keep them apart where their colours do not. */
const GAP = 1;

/** Height of a layer in pixels: one that is thinner than the gap stays a line. */
function layerHeight(pixels: number): number {
  return Math.max(pixels - GAP, Math.min(pixels, 0.5));
}

/**
 * The layers of one day on one side of zero, as a single bar of the library: one for each layer would take the library
 * eight times as long.
 */
function DayColumn(props: {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  /** Of the layers, the first one next to zero; those on the other side are left out. */
  readonly amounts: readonly (number | null)[];
  /** What the bar is as high as. */
  readonly sum: number;
  readonly colors: readonly string[];
  /** Paint of the hatching, for estimated days. */
  readonly hatch?: string;
}) {
  const { x = 0, y = 0, width = 0, height = 0 } = props;
  const { amounts, sum, colors, hatch } = props;
  if (sum === 0) return null;
  const isUp = sum > 0;
  // A credit is a bar downwards, which arrives with a negative height.
  const top = Math.min(y, y + height);
  const pixels = Math.abs(height);
  let from = isUp ? top + pixels : top;
  const layers = amounts.flatMap((amount, layer) => {
    if (!amount || amount > 0 !== isUp) return [];
    const size = (pixels * amount) / sum;
    if (isUp) from -= size;
    const box = { x, y: from, width, height: layerHeight(size) };
    if (!isUp) from += size;
    return [<rect key={layer} {...box} fill={colors[layer]} />];
  });
  return (
    <g>
      {layers}
      {hatch && (
        <rect x={x} y={top} width={width} height={pixels} fill={hatch} />
      )}
    </g>
  );
}

function worst(alerts: readonly Alert[]): Alert {
  return [...alerts].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  )[0];
}

function AlertMark(props: {
  readonly cx?: number;
  readonly cy?: number;
  readonly date: string;
  readonly alerts: readonly Alert[];
}) {
  const { cx = 0, cy = 0, date, alerts } = props;
  const theme = useTheme();
  const { t, day } = useWords();
  const alertLink = useRouteRef(alertRouteRef);
  const alert = worst(alerts);
  const told = {
    severity: t(`severity.${alert.severity}`),
    day: day(date),
    title: alert.title,
  };
  const name =
    alerts.length > 1
      ? t('costs.alertMarks', { ...told, more: String(alerts.length - 1) })
      : t('costs.alertMark', told);
  return (
    <Link to={alertLink({ id: alert.id })} aria-label={name}>
      <title>{name}</title>
      {/* Larger than the mark: a target for a thumb. */}
      <circle cx={cx} cy={cy - 12} r={12} fill="transparent" />
      <g
        transform={`translate(${cx - 6} ${cy - 18})`}
        fontSize={15}
        color={severityColor(alert.severity, theme)}
      >
        <SeverityShape severity={alert.severity} />
      </g>
      {alerts.length > 1 && (
        <text
          x={cx}
          y={cy - 20}
          textAnchor="middle"
          fontSize={11}
          fill={theme.palette.text.primary}
        >
          {alerts.length}
        </text>
      )}
    </Link>
  );
}

export function CostChart(props: {
  readonly costs: DailyCosts;
  /** Also draw the days one period before. */
  readonly compare: boolean;
}) {
  const { compare } = props;
  const { currency, days, series } = props.costs;
  const theme = useTheme();
  const { t, ...words } = useWords();
  const hatchId = useId();
  const colors = useMemo(() => seriesColors(series, theme), [series, theme]);
  const rows = useMemo(
    () =>
      days.map((day, index) => ({
        ...day,
        // Above the bar, not above the sum: a credit below zero takes nothing from its height.
        top: series.reduce(
          (height, { amounts }) => height + Math.max(amounts[index] ?? 0, 0),
          0,
        ),
        bottom: series.reduce(
          (depth, { amounts }) => depth + Math.min(amounts[index] ?? 0, 0),
          0,
        ),
        amounts: series.map(({ amounts }) => amounts[index]),
      })),
    [days, series],
  );
  const textColor = theme.palette.text.secondary;
  const ticks = valueTicks(
    Math.min(...rows.map(({ bottom }) => bottom)),
    Math.max(
      ...rows.map(({ top, before }) =>
        compare ? Math.max(top, before ?? 0) : top,
      ),
    ),
  );
  const highest = ticks[ticks.length - 1];
  const tick = words.moneyTicks(currency, highest);
  const hasCredits = rows.some(({ bottom }) => bottom < 0);
  const sides = hasCredits ? (['top', 'bottom'] as const) : (['top'] as const);

  return (
    <ResponsiveContainer
      width="100%"
      height={COST_CHART_HEIGHT}
      initialDimension={{ width: 600, height: COST_CHART_HEIGHT }}
    >
      <ComposedChart
        data={rows}
        stackOffset="sign"
        margin={MARGIN}
        barCategoryGap="12%"
        aria-label={t('costs.chart')}
      >
        <defs>
          <pattern
            id={hatchId}
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect
              width={3}
              height={6}
              fill={theme.palette.background.paper}
              fillOpacity={0.65}
            />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke={theme.palette.divider} />
        <XAxis
          dataKey="date"
          tickFormatter={(date: string) => words.day(date)}
          tick={{ fill: textColor, fontSize: 12 }}
          stroke={theme.palette.divider}
          minTickGap={24}
          interval="equidistantPreserveStart"
          tickLine={false}
        />
        <YAxis
          tickFormatter={tick}
          ticks={ticks}
          domain={[ticks[0], highest]}
          tick={{ fill: textColor, fontSize: 12 }}
          axisLine={false}
          tickLine={false}
          width={64}
        />
        {hasCredits && <ReferenceLine y={0} stroke={textColor} />}
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: theme.palette.action.hover }}
          content={({ active, payload }) =>
            active && payload?.length ? (
              <CostDayTooltip
                day={payload[0].payload}
                series={series}
                colors={colors}
                amounts={payload[0].payload.amounts}
                currency={currency}
                compare={compare}
              />
            ) : null
          }
        />
        {sides.map(side => (
          <Bar
            key={side}
            dataKey={side}
            stackId="day"
            isAnimationActive={false}
            shape={(column: any) => (
              <DayColumn
                x={column.x}
                y={column.y}
                width={column.width}
                height={column.height}
                amounts={column.payload.amounts}
                sum={column.payload[side]}
                colors={colors}
                hatch={
                  column.payload.estimated ? `url(#${hatchId})` : undefined
                }
              />
            )}
          />
        ))}
        {compare && (
          <Line
            dataKey="before"
            name={t('costs.before')}
            type="step"
            stroke={theme.palette.text.primary}
            strokeWidth={1.5}
            strokeDasharray="5 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        )}
        {rows
          .filter(({ alerts }) => alerts.length > 0)
          .map(({ date, top, alerts }) => (
            <ReferenceDot
              key={date}
              x={date}
              y={top}
              shape={(dot: any) => (
                <AlertMark
                  cx={dot.cx}
                  cy={dot.cy}
                  date={date}
                  alerts={alerts}
                />
              )}
            />
          ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
