/** Says that the address asks for days that cannot be shown, why, and what is accepted instead. */
import Alert from '@material-ui/lab/Alert';
import { useWords } from '../../words';
import { MOST_RANGE_DAYS, type RefusedRange } from './useCostRange';

/** As much of an address as tells which one it is. */
const MOST_SHOWN = 80;

function beginning(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

export function RefusedRangeNotice(props: {
  readonly refused: RefusedRange | undefined;
  /** The last day that can be chosen, `YYYY-MM-DD`. */
  readonly lastDay: string;
}) {
  const { t, number, day } = useWords();
  const { refused, lastDay } = props;
  if (!refused) return null;
  const problem = {
    choice: t('costs.refusedChoice'),
    day: t('costs.refusedDay'),
    order: t('costs.rangeOrder'),
    future: t('costs.rangeFuture', { day: day(lastDay) }),
    long: t('costs.rangeLong', { number: number(MOST_RANGE_DAYS) }),
  }[refused.problem];
  return (
    <Alert severity="warning">
      {t('costs.refused', { asked: beginning(refused.asked), problem })}{' '}
      {t('costs.accepted', {
        day: day(lastDay),
        number: number(MOST_RANGE_DAYS),
      })}
    </Alert>
  );
}
