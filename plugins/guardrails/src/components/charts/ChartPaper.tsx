/** The paper of a chart, and the place on it that a reader looks at: by pointer, by finger, or by the arrow keys. */
import { makeStyles } from '@material-ui/core/styles';
import { bisectCenter } from 'd3-array';
import {
  KeyboardEvent,
  PointerEvent,
  ReactNode,
  RefObject,
  useState,
} from 'react';

/** What is said about a place stands beside it where so many pixels are free, below the chart otherwise. */
const ROOM = 240;

/** Between a place and what is said about it. Pixels. */
const GAP = 8;

/** How far a page key goes: a week of days. */
const PAGE = 7;

const useStyles = makeStyles(
  theme => ({
    root: { position: 'relative', touchAction: 'pan-y' },
    // Takes no part in the layout: a drawing wider than its place would keep the place from becoming narrower.
    drawing: {
      position: 'absolute',
      // What can be clicked in it can be; everything else is the reader's place.
      pointerEvents: 'none',
      '& a': { pointerEvents: 'auto' },
    },
    place: {
      position: 'absolute',
      pointerEvents: 'none',
      background: theme.palette.action.hover,
      borderLeft: `1px solid ${theme.palette.divider}`,
      borderRight: `1px solid ${theme.palette.divider}`,
    },
    keys: {
      position: 'absolute',
      inset: 0,
      outlineOffset: 1,
      '&:focus:not(:focus-visible)': { outline: 'none' },
    },
    told: {
      position: 'absolute',
      pointerEvents: 'none',
      zIndex: 1,
      // Not as narrow as the rest of the paper.
      width: 'max-content',
      maxWidth: 'min(320px, 100%)',
      padding: theme.spacing(1, 1.5),
      background: theme.palette.background.paper,
      color: theme.palette.text.primary,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      boxShadow: theme.shadows[2],
      fontSize: theme.typography.pxToRem(12),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GuardrailsChartPaper' },
);

/** Where the key leads from a place; undefined for keys that lead nowhere. */
function placeAfter(key: string, from: number, last: number) {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(from - 1, 0);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(from + 1, last);
    case 'PageDown':
      return Math.max(from - PAGE, 0);
    case 'PageUp':
      return Math.min(from + PAGE, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

export function ChartPaper(props: {
  /** The element whose width the drawing has. */
  readonly paper: RefObject<HTMLDivElement>;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What the chart shows; read out to those who go through it by keys. */
  readonly name: string;
  /** The places a reader can look at, in pixels from the left; the keys begin at the last one. */
  readonly places: readonly number[];
  /** Pixels from the top between which a place is marked, and how wide the mark is. */
  readonly mark: {
    readonly top: number;
    readonly bottom: number;
    readonly width: number;
  };
  /** A place in a sentence, for those who go through the chart without seeing it. */
  readonly inWords: (place: number) => string;
  /** Everything about a place, shown beside it. */
  readonly about: (place: number) => ReactNode;
  /** The drawing, in SVG. */
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const { paper, width, height, name, places, mark } = props;
  const [looked, setLooked] = useState<number>();
  const last = places.length - 1;
  // The days may have become fewer since.
  const place = looked === undefined ? undefined : Math.min(looked, last);

  const look = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setLooked(bisectCenter(places, event.clientX - left));
  };
  // A finger leaves nothing behind: what it pressed stays until something else is pressed.
  const leave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') setLooked(undefined);
  };
  const go = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setLooked(undefined);
      return;
    }
    const next = placeAfter(event.key, place ?? last, last);
    if (next === undefined) return;
    event.preventDefault();
    setLooked(next);
  };

  const at = place === undefined ? 0 : places[place];
  const markWidth = Math.max(mark.width, 1);
  const beside = markWidth / 2 + GAP;
  const [side, free] =
    at < width / 2
      ? (['left', width - at - beside] as const)
      : (['right', at - beside] as const);
  const toldAt =
    free >= ROOM
      ? { top: mark.top, [side]: width - free, maxWidth: Math.min(free, 320) }
      : // Moves along with the place, from edge to edge, and leaves the drawing to be seen.
        {
          top: height + GAP,
          left: at,
          transform: `translateX(${(-at / width) * 100}%)`,
        };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the slider within is what the keys reach
    <div
      ref={paper}
      className={classes.root}
      style={{ height }}
      onPointerMove={look}
      onPointerDown={look}
      onPointerLeave={leave}
    >
      {place !== undefined && (
        <div
          className={classes.place}
          style={{
            left: at - markWidth / 2,
            width: markWidth,
            top: mark.top,
            height: mark.bottom - mark.top,
          }}
        />
      )}
      {last >= 0 && (
        <div
          className={classes.keys}
          role="slider"
          tabIndex={0}
          aria-label={name}
          aria-valuemin={1}
          aria-valuemax={places.length}
          aria-valuenow={(place ?? last) + 1}
          aria-valuetext={props.inWords(place ?? last)}
          onKeyDown={go}
          onFocus={() => setLooked(before => before ?? last)}
          onBlur={() => setLooked(undefined)}
        />
      )}
      <svg className={classes.drawing} width={width} height={height}>
        {props.children}
      </svg>
      {place !== undefined && (
        <div className={classes.told} style={toldAt}>
          {props.about(place)}
        </div>
      )}
    </div>
  );
}
