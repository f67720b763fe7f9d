/** How an amount changed: the percentage, and the money beside it where the percentage alone would mislead. */
import { makeStyles } from '@material-ui/core/styles';
import { formatChange, formatMoney } from '../../format';

const useStyles = makeStyles(
  theme => ({
    root: { fontVariantNumeric: 'tabular-nums' },
    figure: { whiteSpace: 'nowrap' },
    absolute: { whiteSpace: 'nowrap', color: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsChange' },
);

export function Change(props: {
  readonly now: number;
  /** The amount of the period before; undefined when it is not known. */
  readonly before: number | undefined;
  readonly currency: string;
}) {
  const classes = useStyles();
  const { now, before, currency } = props;
  if (before === undefined) {
    return <span title="The period before is not fully stored">–</span>;
  }
  if (before <= 0) {
    return <span className={classes.root}>{now > 0 ? 'new' : '–'}</span>;
  }
  return (
    <span className={classes.root}>
      <span className={classes.figure}>{formatChange(now / before - 1)}</span>{' '}
      <span className={classes.absolute}>
        ({formatMoney(now - before, currency, { signed: true })})
      </span>
    </span>
  );
}
