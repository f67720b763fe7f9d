/** The course of a series in the height of a line of text; gaps stay gaps. */
import { useTheme } from '@material-ui/core/styles';

const WIDTH = 96;
const HEIGHT = 24;
/** Room for the stroke at the edges. */
const INSET = 2;

function strokes(values: readonly (number | null)[]): string[] {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return [];
  const top = Math.max(...known, 0);
  const bottom = Math.min(...known, 0);
  const spread = top - bottom || 1;
  const x = (index: number) =>
    INSET + (index / Math.max(values.length - 1, 1)) * (WIDTH - 2 * INSET);
  const y = (value: number) =>
    HEIGHT - INSET - ((value - bottom) / spread) * (HEIGHT - 2 * INSET);
  const runs: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else
      runs[runs.length - 1].push(
        `${x(index).toFixed(1)},${y(value).toFixed(1)}`,
      );
  });
  return (
    runs
      .filter(run => run.length > 0)
      // A day that stands alone is a line to itself: a dot.
      .map(run => (run.length === 1 ? [...run, ...run] : run).join(' '))
  );
}

export function Sparkline(props: {
  /** Oldest first; null where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly color?: string;
  /** What it shows, for those who cannot see it; absent where the text around it says the same. */
  readonly label?: string;
}) {
  const theme = useTheme();
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      {...(props.label
        ? { role: 'img', 'aria-label': props.label }
        : { 'aria-hidden': true })}
    >
      {strokes(props.values).map((points, run) => (
        <polyline
          key={run}
          points={points}
          fill="none"
          stroke={props.color ?? theme.palette.text.secondary}
          strokeWidth={1.5}
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      ))}
    </svg>
  );
}
