/** Says of an alert that it was expected: why, and for how much longer. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState, type FormEvent } from 'react';
import { useWords } from '../../words';
import { useOpenedForm } from '../actions';
import { FilterSelect } from '../filters';
import { Panel } from '../layout';

/** Days that it goes on from now; 0 for the alert's own window alone. The API takes 31 at most. */
const DAYS = ['0', '1', '3', '7', '30'] as const;
type Days = (typeof DAYS)[number];

const DAY_MS = 86_400_000;

/** The API takes no longer reason. */
const LONGEST_REASON = 500;

const useStyles = makeStyles(
  theme => ({
    form: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    fields: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'minmax(0, 1fr)',
      [theme.breakpoints.up('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr) 14rem',
      },
      alignItems: 'start',
    },
    actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'GuardrailsExpectedForm' },
);

export interface Expected {
  readonly reason: string;
  /** Until when it goes on; the end of the alert's window where absent. */
  readonly until?: string;
}

export function ExpectedForm(props: {
  readonly saving: boolean;
  /** Answers whether it was saved. */
  readonly onExpected: (expected: Expected) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const form = useOpenedForm();
  const id = useId();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<Days>('0');
  const [isTold, setIsTold] = useState(false);
  const missing = reason.trim() === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTold(true);
    if (props.saving || missing) return;
    const saved = await props.onExpected({
      reason: reason.trim(),
      ...(days !== '0' && {
        until: new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
      }),
    });
    if (saved) props.onClose();
  };
  return (
    <Panel>
      <form
        ref={form}
        className={classes.form}
        onSubmit={submit}
        noValidate
        aria-label={t('expected.title')}
      >
        <Typography variant="body2">{t('expected.what')}</Typography>
        <div className={classes.fields}>
          <TextField
            id={id}
            label={t('planned.reason')}
            value={reason}
            onChange={event => setReason(event.target.value)}
            error={isTold && missing}
            helperText={
              isTold && missing
                ? t('planned.needsReason')
                : t('planned.reasonHint')
            }
            inputProps={{ maxLength: LONGEST_REASON }}
            required
            fullWidth
            size="small"
            variant="outlined"
          />
          <FilterSelect
            label={t('expected.until')}
            value={days}
            choices={DAYS}
            choiceLabel={choice =>
              choice === '0'
                ? t('expected.window')
                : t('expected.days', { count: Number(choice) })
            }
            onChange={setDays}
          />
        </div>
        <div className={classes.actions}>
          <Button
            type="submit"
            size="small"
            variant="contained"
            color="primary"
            aria-disabled={props.saving}
          >
            {t('expected.save')}
          </Button>
          <Button size="small" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
