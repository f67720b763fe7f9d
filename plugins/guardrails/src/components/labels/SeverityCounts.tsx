/** How many alerts of each severity, the worst first; severities without any are left out. */
import { makeStyles } from '@material-ui/core/styles';
import type { AlertCounts } from '@cloudops/plugin-guardrails-common';
import { SEVERITIES, SeverityLabel } from './SeverityLabel';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
    },
    count: {
      whiteSpace: 'nowrap',
      display: 'inline-flex',
      gap: '0.375em',
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'GuardrailsSeverityCounts' },
);

export function SeverityCounts(props: {
  readonly counts: AlertCounts;
  /** Stands there when there are none. */
  readonly none: string;
}) {
  const classes = useStyles();
  const { number } = useWords();
  const some = SEVERITIES.filter(severity => props.counts[severity] > 0);
  if (some.length === 0) return <>{props.none}</>;
  return (
    <span className={classes.root}>
      {some.map(severity => (
        <span key={severity} className={classes.count}>
          {number(props.counts[severity])} <SeverityLabel severity={severity} />
        </span>
      ))}
    </span>
  );
}
