/** Draws what the rule saw: the values, their usual range, the limit, and where they passed it. */
import Paper from '@material-ui/core/Paper';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { Alert, Evidence } from '@cloudops/plugin-guardrails-common';
import { DateTime } from 'luxon';
import { useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { timeTicks } from '../charts/timeTicks';
import { EVIDENCE_CHART_HEIGHT, evidenceColors } from './evidenceLook';
import {
  drawnExtent,
  drawnPoints,
  periodOf,
  type DrawnPoint,
} from './evidenceSeries';
import { DAY_MS } from './useAlertFilters';
import { useWords } from '../../words';

/** As many ticks as fit a wide screen, and a phone. */
const MOST_TICKS = { wide: 9, phone: 4 } as const;

/** How far above the highest value a limit is still drawn, as a factor. */
const HEADROOM = 1.25;

/** From more fired points than these on, large dots would hide each other. */
const MOST_LARGE_DOTS = 40;

const useStyles = makeStyles(
  theme => ({
    tooltip: {
      ...theme.typography.body2,
      padding: theme.spacing(1),
      '& dl': {
        display: 'grid',
        gridTemplateColumns: 'auto auto',
        gap: theme.spacing(0, 1.5),
        margin: 0,
      },
      '& dd': {
        margin: 0,
        textAlign: 'right',
        fontVariantNumeric: 'tabular-nums',
      },
    },
  }),
  { name: 'GuardrailsEvidenceChart' },
);

function Facts(props: { readonly point: DrawnPoint; readonly unit: string }) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { point, unit } = props;
  const quantity = (value: number) => words.quantity(value, unit);
  return (
    <Paper className={classes.tooltip} elevation={3}>
      <strong>{point.when}</strong>
      <dl>
        <dt>{t('evidence.observed')}</dt>
        <dd>
          {point.observed === null
            ? t('evidence.nothingStored')
            : quantity(point.observed)}
        </dd>
        {point.usual && (
          <>
            <dt>{t('evidence.usualRange')}</dt>
            <dd>{point.usual.map(quantity).join(' – ')}</dd>
          </>
        )}
        {point.baseline !== undefined && (
          <>
            <dt>{t('evidence.usual')}</dt>
            <dd>{quantity(point.baseline)}</dd>
          </>
        )}
        {point.limit !== undefined && (
          <>
            <dt>{t('evidence.limit')}</dt>
            <dd>{quantity(point.limit)}</dd>
          </>
        )}
      </dl>
      {point.fired && t('evidence.pastLimit')}
    </Paper>
  );
}

export interface EvidenceChartProps {
  readonly alert: Pick<Alert, 'observedValue' | 'thresholdValue'>;
  readonly evidence: Evidence;
}

export function EvidenceChart({ alert, evidence }: EvidenceChartProps) {
  const theme = useTheme();
  const words = useWords();
  const colors = evidenceColors(theme);
  const { unit } = evidence;
  const points = useMemo(() => drawnPoints(evidence, words), [evidence, words]);
  const extent = drawnExtent(evidence);
  const period = periodOf(evidence.points);
  const daily = period >= DAY_MS;
  const zone = daily ? 'utc' : DateTime.local().zoneName;
  // The label of a day stands under the middle of the day, where its point is.
  const shift = daily ? period / 2 : 0;
  const phone = useMediaQuery(theme.breakpoints.down('xs'));
  const ticks = timeTicks(
    extent[0],
    extent[1] - shift,
    phone ? MOST_TICKS.phone : MOST_TICKS.wide,
    { zone, locale: words.locale },
  );
  const labels = new Map(ticks.map(tick => [tick.at + shift, tick.label]));
  const axis = {
    stroke: theme.palette.text.secondary,
    tick: { fill: theme.palette.text.secondary, fontSize: 12 },
    tickLine: false,
  } as const;
  const longest = Math.max(
    alert.thresholdValue,
    alert.observedValue,
    ...points.map(({ observed }) => observed ?? 0),
  );
  // The values decide the scale: a limit that is far above them at other hours leaves the picture.
  const limitInPicture = ({ limit }: DrawnPoint) =>
    limit !== undefined && limit <= longest * HEADROOM ? limit : null;
  const tickText =
    unit === 'count' || unit === 'ms'
      ? (value: number) => words.quantity(value, unit)
      : words.moneyTicks(unit, longest);
  const crowded = points.filter(point => point.fired).length > MOST_LARGE_DOTS;
  const isolated = (index: number) =>
    (points[index - 1]?.observed ?? null) === null &&
    (points[index + 1]?.observed ?? null) === null;

  return (
    <ResponsiveContainer width="100%" height={EVIDENCE_CHART_HEIGHT}>
      <ComposedChart
        data={points}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke={theme.palette.divider} />
        <ReferenceArea
          x1={Date.parse(evidence.window.start)}
          x2={Date.parse(evidence.window.end)}
          fill={colors.window}
          fillOpacity={0.16}
          ifOverflow="extendDomain"
        />
        <XAxis
          {...axis}
          dataKey="at"
          type="number"
          domain={[...extent]}
          ticks={[...labels.keys()]}
          tickFormatter={at => labels.get(at) ?? ''}
          minTickGap={12}
        />
        <YAxis
          {...axis}
          width="auto"
          axisLine={false}
          domain={[(least: number) => Math.min(0, least), 'auto']}
          tickFormatter={tickText}
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) =>
            active && payload?.length ? (
              <Facts point={payload[0].payload} unit={unit} />
            ) : null
          }
        />
        <Area
          dataKey="usual"
          stroke="none"
          fill={colors.usual}
          fillOpacity={0.22}
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="baseline"
          stroke={colors.usual}
          strokeWidth={1}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        {points.filter(point => limitInPicture(point) !== null).length > 1 ? (
          <Line
            dataKey={limitInPicture}
            name="limit"
            stroke={colors.limit}
            strokeWidth={1.5}
            strokeDasharray="6 4"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ) : (
          <ReferenceLine
            y={alert.thresholdValue}
            stroke={colors.limit}
            strokeWidth={1.5}
            strokeDasharray="6 4"
            ifOverflow="extendDomain"
          />
        )}
        <Line
          dataKey="observed"
          stroke={colors.observed}
          strokeWidth={2}
          isAnimationActive={false}
          dot={({ cx, cy, index, payload }) => {
            const { fired, observed } = payload as DrawnPoint;
            if (observed === null) return <g key={index} />;
            if (fired) {
              return (
                <circle
                  key={index}
                  cx={cx}
                  cy={cy}
                  r={crowded ? 2 : 5}
                  fill={colors.fired}
                  stroke={theme.palette.background.paper}
                  strokeWidth={crowded ? 0 : 1.5}
                />
              );
            }
            // A line needs two values beside each other; a lone one is a dot.
            return isolated(index) ? (
              <circle
                key={index}
                cx={cx}
                cy={cy}
                r={2}
                fill={colors.observed}
              />
            ) : (
              <g key={index} />
            );
          }}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
