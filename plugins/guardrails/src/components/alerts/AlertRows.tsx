/** The rows of a list of alerts, in parts: of thousands of rows a change then costs what that of a few costs. */
import { makeStyles } from '@material-ui/core/styles';
import { memo, type ComponentProps } from 'react';
import { AlertRow } from './AlertRow';

/** As many as come with a page; a screen shows about as many. */
const ROWS_OF_A_PART = 50;

/** Height of a row on one line, in pixels. */
export const ROW_HEIGHT = 41;

const useStyles = makeStyles(
  theme => ({
    part: {
      // Parts out of sight cost nothing; until one was seen its rows have the height of those on one line.
      contentVisibility: 'auto',
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
    },
  }),
  { name: 'GuardrailsAlertRows' },
);

type RowProps = ComponentProps<typeof AlertRow>;

/** What one row shows that the others do not. */
type RowState = Pick<RowProps, 'alert' | 'chosen' | 'saving' | 'refusal'>;

/** What is the same for all of them. */
type Shared = Omit<RowProps, keyof RowState>;

interface PartProps {
  readonly rows: readonly RowState[];
  readonly shared: Shared;
}

const Part = memo(function AlertsPart({ rows, shared }: PartProps) {
  const classes = useStyles();
  return (
    <div
      role="presentation"
      className={classes.part}
      style={{ containIntrinsicSize: `auto ${rows.length * ROW_HEIGHT}px` }}
    >
      {rows.map(row => (
        <AlertRow key={row.alert.id} {...shared} {...row} />
      ))}
    </div>
  );
}, isSame);

function isSame(before: PartProps, after: PartProps): boolean {
  return (
    before.rows.length === after.rows.length &&
    before.rows.every((row, i) => isShallowlyEqual(row, after.rows[i])) &&
    isShallowlyEqual(before.shared, after.shared)
  );
}

function isShallowlyEqual<T extends object>(a: T, b: T): boolean {
  return Object.entries(a).every(([key, value]) => value === b[key as keyof T]);
}

export function AlertRows(
  props: Shared & {
    readonly rows: readonly RowState[];
    readonly 'aria-label': string;
  },
) {
  const { rows, 'aria-label': label, ...shared } = props;
  const starts = Array.from(
    { length: Math.ceil(rows.length / ROWS_OF_A_PART) },
    (_, part) => part * ROWS_OF_A_PART,
  );
  return (
    <div role="list" aria-label={label}>
      {starts.map(start => (
        <Part
          key={start}
          rows={rows.slice(start, start + ROWS_OF_A_PART)}
          shared={shared}
        />
      ))}
    </div>
  );
}
