/** Draws what the rule saw: the values, their usual range, the limit, and where they passed it. */
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Alert, Evidence } from '@cloudops/plugin-guardrails-common';
import { DateTime } from 'luxon';
import { useMemo } from 'react';
import { AXIS_HEIGHT, labelsWidth, TimeAxis, ValueAxis } from '../charts/Axes';
import { ChartPaper } from '../charts/ChartPaper';
import { timeTicks } from '../charts/timeTicks';
import { useWidth } from '../charts/useWidth';
import { evidenceLines, evidenceTicks } from './evidenceLines';
import { EVIDENCE_CHART_HEIGHT, evidenceColors } from './evidenceLook';
import {
  drawnExtent,
  drawnPoints,
  periodOf,
  type DrawnPoint,
} from './evidenceSeries';
import { DAY_MS } from './useAlertFilters';
import { useWords, type Words } from '../../words';

/** Room above the highest value and beside the last one, in pixels. */
const ROOM = { top: 12, right: 12 } as const;

/** Pixels that a tick of time takes, and as many ticks as a reader needs. */
const TICK_WIDTH = 80;
const MOST_TICKS = 9;

/** From more fired points than these on, large dots would hide each other. */
const MOST_LARGE_DOTS = 40;

const useStyles = makeStyles(
  theme => ({
    numbers: {
      display: 'grid',
      gridTemplateColumns: 'auto auto',
      gap: theme.spacing(0, 1.5),
      margin: 0,
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
    <>
      <strong>{point.when}</strong>
      <dl className={classes.numbers}>
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
    </>
  );
}

/** What is at a point, in a sentence. */
function inWords(
  { when, observed, fired }: DrawnPoint,
  unit: string,
  { t, quantity }: Words,
): string {
  return [
    when,
    observed === null ? t('evidence.nothingStored') : quantity(observed, unit),
    ...(fired ? [t('evidence.pastLimit')] : []),
  ].join(', ');
}

export interface EvidenceChartProps {
  /** Whose values they are. */
  readonly title: string;
  readonly alert: Pick<Alert, 'observedValue' | 'thresholdValue'>;
  readonly evidence: Evidence;
}

export function EvidenceChart(props: EvidenceChartProps) {
  const { title, alert, evidence } = props;
  const theme = useTheme();
  const words = useWords();
  const colors = evidenceColors(theme);
  const { unit } = evidence;
  const [paper, width] = useWidth<HTMLDivElement>();
  const points = useMemo(() => drawnPoints(evidence, words), [evidence, words]);
  const values = useMemo(() => evidenceTicks(points, alert), [points, alert]);
  const valueText =
    unit === 'count' || unit === 'ms'
      ? (value: number) => words.quantity(value, unit)
      : words.moneyTicks(unit, values);
  const labels = values.map(valueText);
  const left = labelsWidth(labels);
  const edges = useMemo(
    () => ({
      left,
      right: width - ROOM.right,
      top: ROOM.top,
      bottom: EVIDENCE_CHART_HEIGHT - AXIS_HEIGHT,
    }),
    [left, width],
  );
  const drawing = useMemo(
    () => evidenceLines(points, evidence, alert, values, edges),
    [points, evidence, alert, values, edges],
  );
  const height = (edges.bottom - edges.top) / (values.length - 1);
  const period = periodOf(evidence.points);
  const daily = period >= DAY_MS;
  // The label of a day stands under the middle of the day, where its point is.
  const shift = daily ? period / 2 : 0;
  const [first, end] = drawnExtent(evidence);
  const times = timeTicks(
    first,
    end - shift,
    Math.min(Math.max(Math.floor(width / TICK_WIDTH), 2), MOST_TICKS),
    { zone: daily ? 'utc' : DateTime.local().zoneName, locale: words.locale },
  );
  const isCrowded =
    drawing.dots.filter(({ fired }) => fired).length > MOST_LARGE_DOTS;
  const firedSize = isCrowded ? 2 : 5;

  return (
    <ChartPaper
      paper={paper}
      width={width}
      height={EVIDENCE_CHART_HEIGHT}
      name={title}
      places={drawing.places}
      mark={{ ...edges, width: 0 }}
      inWords={place => inWords(points[place], unit, words)}
      about={place => <Facts point={points[place]} unit={unit} />}
    >
      <ValueAxis
        ticks={labels.map((label, line) => ({
          at: edges.bottom - line * height,
          label,
        }))}
        edges={edges}
      />
      <TimeAxis
        ticks={times.map(({ at, label }) => ({
          at: drawing.xOf(at + shift),
          label,
        }))}
        edges={edges}
        width={width}
      />
      <rect
        x={drawing.window.from}
        width={Math.max(drawing.window.to - drawing.window.from, 1)}
        y={edges.top}
        height={edges.bottom - edges.top}
        fill={colors.window}
        fillOpacity={0.16}
      />
      <path d={drawing.usual} fill={colors.usual} fillOpacity={0.22} />
      <g fill="none">
        <path d={drawing.baseline} stroke={colors.usual} />
        <path
          d={drawing.limit}
          stroke={colors.limit}
          strokeWidth={1.5}
          strokeDasharray="6 4"
        />
        <path d={drawing.observed} stroke={colors.observed} strokeWidth={2} />
      </g>
      {drawing.dots.map(({ x, y, fired }) => (
        <circle
          key={x}
          cx={x}
          cy={y}
          r={fired ? firedSize : 2}
          fill={fired ? colors.fired : colors.observed}
          stroke={theme.palette.background.paper}
          strokeWidth={fired && !isCrowded ? 1.5 : 0}
        />
      ))}
    </ChartPaper>
  );
}
