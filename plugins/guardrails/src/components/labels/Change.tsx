/** How an amount changed: the percentage, and the money beside it where the percentage alone would mislead. */
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../words';

/** What is less rounds to no cent, and a percentage of it would tell of nothing. */
const LEAST = 0.005;

const useStyles = makeStyles(
  {
    root: { fontVariantNumeric: 'tabular-nums' },
    // A narrow cell breaks between the two figures, not within one.
    figure: { whiteSpace: 'nowrap' },
  },
  { name: 'GuardrailsChange' },
);

export function Change(props: {
  /** The amounts of a period and of the one before it; undefined when they cannot be compared. */
  readonly comparison:
    | { readonly now: number; readonly before: number }
    | undefined;
  readonly currency: string;
}) {
  const classes = useStyles();
  const { t, change, money } = useWords();
  const { comparison, currency } = props;
  if (!comparison) {
    return <span title={t('change.unknown')}>–</span>;
  }
  const { now, before } = comparison;
  if (Math.abs(now) < LEAST && Math.abs(before) < LEAST) {
    return <span className={classes.root}>–</span>;
  }
  if (Math.abs(before) < LEAST && now > 0) {
    return <span className={classes.root}>{t('change.new')}</span>;
  }
  if (before < LEAST) {
    // Of credits, or of a bill that they pay, a percentage would have no meaning.
    return (
      <span className={`${classes.root} ${classes.figure}`}>
        {money(now - before, currency, { signed: true })}
      </span>
    );
  }
  return (
    <span className={classes.root}>
      <span className={classes.figure}>{change(now / before - 1)}</span>{' '}
      <span className={classes.figure}>
        ({money(now - before, currency, { signed: true })})
      </span>
    </span>
  );
}
