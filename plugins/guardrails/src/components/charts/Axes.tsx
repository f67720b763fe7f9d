/** The axes of a chart: lines across it at round values, and what stands below its places. */
import { useTheme } from '@material-ui/core/styles';

const FONT_SIZE = 12;

/** Of a letter in the font size of the axes, in pixels: a little more than a digit, for the wide ones of units. */
const LETTER_WIDTH = 7.5;

/** Between a label and what is beside it. */
const GAP = 8;

/** Pixels below the drawing for one line of labels. */
export const AXIS_HEIGHT = 28;

/** Pixels that labels take, for the room beside or between them. */
export function labelsWidth(labels: readonly string[]): number {
  return Math.max(...labels.map(label => label.length)) * LETTER_WIDTH + GAP;
}

/** Of the drawing between the axes, in pixels from the top left. */
export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Tick {
  /** Pixels from the left, or from the top. */
  readonly at: number;
  readonly label: string;
}

/** Round values, each with a line across the drawing. */
export function ValueAxis(props: {
  readonly ticks: readonly Tick[];
  readonly edges: Edges;
}) {
  const { palette } = useTheme();
  const { ticks, edges } = props;
  return (
    <g aria-hidden="true" fontSize={FONT_SIZE}>
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <line
            x1={edges.left}
            x2={edges.right}
            y1={at}
            y2={at}
            stroke={palette.divider}
          />
          <text
            x={edges.left - GAP}
            y={at}
            dy="0.32em"
            textAnchor="end"
            fill={palette.text.secondary}
          >
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Days or moments below the drawing; one that would lie upon the one before it is left out. */
export function TimeAxis(props: {
  /** From left to right. */
  readonly ticks: readonly Tick[];
  readonly edges: Edges;
  /** Pixels of the whole chart. */
  readonly width: number;
}) {
  const { palette } = useTheme();
  const { ticks, edges, width } = props;
  let free = 0;
  const shown = ticks.flatMap(({ at, label }) => {
    const half = labelsWidth([label]) / 2;
    // The last one stays on the paper.
    const middle = Math.min(at, width - half);
    if (middle - half < free) return [];
    free = middle + half;
    return [{ at, middle, label }];
  });
  return (
    <g
      aria-hidden="true"
      fontSize={FONT_SIZE}
      fill={palette.text.secondary}
      textAnchor="middle"
    >
      {shown.map(({ at, middle, label }) => (
        <text
          key={at}
          x={middle}
          y={edges.bottom + AXIS_HEIGHT / 2}
          dy="0.32em"
        >
          {label}
        </text>
      ))}
    </g>
  );
}
