/** How many days back the costs are shown: 7, 30 or 90, kept in the page's address. */
import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useQueryParameter } from '../../data';

const RANGES = ['7', '30', '90'] as const;
export type RangeDays = (typeof RANGES)[number];

/** The chosen number of days and the way to change it. */
export function useRangeDays(): [number, (days: RangeDays) => void] {
  const [range, setRange] = useQueryParameter<RangeDays>('range', '30', RANGES);
  return [Number(range), setRange];
}

const useStyles = makeStyles(
  theme => ({
    button: {
      textTransform: 'none',
      whiteSpace: 'nowrap',
      // The kit's own colour looks disabled, and is too pale to read.
      '&, &.Mui-selected': { color: theme.palette.text.primary },
    },
  }),
  { name: 'GuardrailsRangeButtons' },
);

export function RangeButtons(props: {
  readonly days: number;
  readonly onChange: (days: RangeDays) => void;
}) {
  const classes = useStyles();
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      value={String(props.days)}
      // The pressed button answers null: one range is always chosen.
      onChange={(_, days: RangeDays | null) => days && props.onChange(days)}
      aria-label="Range"
    >
      {RANGES.map(days => (
        <ToggleButton
          key={days}
          value={days}
          aria-label={`${days} days`}
          className={classes.button}
        >
          {days} d
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
