/** An amount of money; the amount to the cent on hover where the text rounds it. */
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../words';

const useStyles = makeStyles(
  { root: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' } },
  { name: 'GuardrailsMoney' },
);

export function Money(props: {
  readonly amount: number;
  /** ISO 4217, as the data says. */
  readonly currency: string;
  /** Write a plus before an increase. */
  readonly signed?: boolean;
}) {
  const classes = useStyles();
  const words = useWords();
  const { amount, currency, signed } = props;
  return (
    <span className={classes.root} title={`${amount.toFixed(2)} ${currency}`}>
      {words.money(amount, currency, { signed })}
    </span>
  );
}
