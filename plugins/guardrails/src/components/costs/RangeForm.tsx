/** The first and the last day of a range of the reader's own. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { FormEvent, useEffect, useId, useState } from 'react';
import { useWords } from '../../words';
import {
  MOST_RANGE_DAYS,
  rangeProblem,
  type CostRange,
  type DayRange,
} from './useCostRange';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(2),
    },
    day: { flex: '0 1 11rem' },
    show: { marginTop: 2 },
  }),
  { name: 'GuardrailsRangeForm' },
);

export function RangeForm(props: { readonly range: CostRange }) {
  const classes = useStyles();
  const { t, number, day } = useWords();
  const { from, to, lastDay, setDays } = props.range;
  const id = useId();
  const [draft, setDraft] = useState<DayRange>({ from, to });
  // The address may change without the form: a link, the back button.
  useEffect(() => setDraft({ from, to }), [from, to]);
  const problem = rangeProblem(draft, lastDay);
  const problemText = problem && {
    day: t('costs.rangeNoDay'),
    order: t('costs.rangeOrder'),
    future: t('costs.rangeFuture', { day: day(lastDay) }),
    long: t('costs.rangeLong', { number: number(MOST_RANGE_DAYS) }),
  };
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (!problem) setDays(draft);
  };
  const field = (name: keyof DayRange, label: string) => (
    <TextField
      id={`${id}-${name}`}
      className={classes.day}
      type="date"
      size="small"
      variant="outlined"
      label={label}
      value={draft[name]}
      error={problem !== undefined}
      helperText={name === 'to' && problem ? problemText?.[problem] : undefined}
      onChange={event => setDraft({ ...draft, [name]: event.target.value })}
      InputLabelProps={{ shrink: true }}
      inputProps={{ max: lastDay }}
    />
  );
  return (
    <form
      className={classes.root}
      aria-label={t('costs.customRange')}
      onSubmit={show}
      noValidate
    >
      {field('from', t('costs.from'))}
      {field('to', t('costs.to'))}
      <Button
        type="submit"
        variant="outlined"
        className={classes.show}
        aria-disabled={problem !== undefined}
      >
        {t('costs.showRange')}
      </Button>
    </form>
  );
}
