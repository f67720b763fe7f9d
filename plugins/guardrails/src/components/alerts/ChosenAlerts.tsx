/** What can be done with the chosen alerts together, and how that went. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Alert,
  AlertStatus,
  AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import { type Ref, useEffect, useImperativeHandle, useState } from 'react';
import { SnoozeButton, StepButton } from '../actions';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      '&[hidden]': { display: 'none' },
      // Above the bar of the portal, 56 px high, and in nobody's way: what is touched next must not move.
      [theme.breakpoints.down('xs')]: {
        position: 'fixed',
        right: 0,
        bottom: 56,
        left: 0,
        zIndex: 2,
        padding: theme.spacing(1),
        background: theme.palette.background.paper,
        boxShadow: theme.shadows[4],
      },
    },
  }),
  { name: 'GuardrailsChosenAlerts' },
);

type ChosenStep = Exclude<AlertStatus, 'open'>;

const STEPS = [
  { to: 'acknowledged', label: 'alerts.acknowledge' },
  { to: 'resolved', label: 'alerts.resolve' },
] as const;

/** What the bar can be asked for. */
export interface ChosenHandle {
  /** Takes a step with all of the chosen that can take it; says why where none can. */
  readonly step: (to: ChosenStep) => void;
}

interface Outcome {
  readonly saved: number;
  readonly refused: number;
}

/**
 * There also while nothing is chosen, out of sight: a page whose first style of a kind is added is styled anew, and with
 * thousands of rows that takes longer than anything else at the first choice.
 */
export function ChosenAlerts(props: {
  readonly chosen: readonly Alert[];
  readonly isSaving: (id: string) => boolean;
  /** How many the list shows. */
  readonly shown: number;
  /** Answers how many were saved; why the others were not is told in their rows. */
  readonly onChange: (
    alerts: readonly Alert[],
    update: AlertUpdate,
  ) => Promise<Outcome>;
  /** What is told instead of how many are chosen; empty where there is nothing to tell. */
  readonly hint: string;
  readonly onHint: (hint: string) => void;
  readonly onChooseAll: () => void;
  readonly onClear: () => void;
  readonly handle?: Ref<ChosenHandle>;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { chosen, isSaving } = props;
  const [outcome, setOutcome] = useState<Outcome>();
  // What was done to others says nothing of these.
  useEffect(() => setOutcome(undefined), [chosen.length]);
  const saving = chosen.some(({ id }) => isSaving(id));
  const act = async (able: readonly Alert[], update: AlertUpdate) => {
    setOutcome(undefined);
    setOutcome(await props.onChange(able, update));
  };
  const ableTo = (to: AlertStatus) =>
    chosen.filter(({ allowedTransitions }) => allowedTransitions.includes(to));
  useImperativeHandle(props.handle, () => ({
    step: to => {
      const able = ableTo(to);
      if (saving) props.onHint(t('alerts.chosenSaving'));
      else if (able.length === 0) props.onHint(t(`alerts.chosenUnable_${to}`));
      else act(able, { status: to });
    },
  }));
  const snoozable = chosen.filter(({ status }) => status !== 'resolved');
  const allSnoozed =
    snoozable.length > 0 && snoozable.every(({ snoozedUntil }) => snoozedUntil);
  let news: string = t('alerts.chosen', {
    count: chosen.length,
    number: number(chosen.length),
  });
  if (outcome) {
    news =
      outcome.refused > 0
        ? t('alerts.chosenRefused', {
            saved: number(outcome.saved),
            refused: number(outcome.refused),
          })
        : t('alerts.chosenSaved', {
            count: outcome.saved,
            number: number(outcome.saved),
          });
  }
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('alerts.chosenGroup')}
      hidden={chosen.length === 0}
    >
      <Typography variant="body2" component="div" role="status">
        {props.hint || news}
      </Typography>
      {STEPS.map(({ to, label }) => {
        const able = ableTo(to);
        return (
          <StepButton
            key={to}
            variant="outlined"
            available={!saving && able.length > 0}
            onClick={() => act(able, { status: to })}
          >
            {t(label)}
          </StepButton>
        );
      })}
      <SnoozeButton
        snoozed={allSnoozed}
        available={!saving && snoozable.length > 0}
        onSnooze={until => act(snoozable, { snoozedUntil: until })}
      />
      <StepButton
        available={chosen.length < props.shown}
        onClick={props.onChooseAll}
      >
        {t('alerts.chooseAll', { number: number(props.shown) })}
      </StepButton>
      <Button size="small" onClick={props.onClear}>
        {t('alerts.chooseNone')}
      </Button>
    </div>
  );
}
