/** What can be done with the chosen alerts together, and how that went. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Alert, AlertStatus } from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'GuardrailsChosenAlerts' },
);

const STEPS = [
  { to: 'acknowledged', label: 'alerts.acknowledge' },
  { to: 'resolved', label: 'alerts.resolve' },
] as const;

interface Outcome {
  readonly saved: number;
  readonly refused: number;
}

export function ChosenAlerts(props: {
  readonly chosen: readonly Alert[];
  readonly isSaving: (id: string) => boolean;
  /** Answers whether it was saved; why not is told in the alert's row. */
  readonly onStep: (alert: Alert, to: AlertStatus) => Promise<boolean>;
  readonly onClear: () => void;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { chosen, isSaving } = props;
  const [outcome, setOutcome] = useState<Outcome>();
  const saving = chosen.some(({ id }) => isSaving(id));
  const act = async (to: AlertStatus) => {
    setOutcome(undefined);
    const able = chosen.filter(alert => alert.allowedTransitions.includes(to));
    let saved = 0;
    // One after the other: each is saved or refused for itself, in the version the reader saw.
    for (const alert of able) {
      if (await props.onStep(alert, to)) saved += 1;
    }
    setOutcome({ saved, refused: able.length - saved });
  };
  let news: string = t('alerts.chosen', { count: chosen.length });
  if (outcome) {
    news =
      outcome.refused > 0
        ? t('alerts.chosenRefused', {
            saved: number(outcome.saved),
            refused: number(outcome.refused),
          })
        : t('alerts.chosenSaved', { count: outcome.saved });
  }
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('alerts.chosenGroup')}
    >
      <Typography variant="body2" component="div" role="status">
        {news}
      </Typography>
      {STEPS.map(({ to, label }) => {
        const able = chosen.some(({ allowedTransitions }) =>
          allowedTransitions.includes(to),
        );
        return (
          <Button
            key={to}
            size="small"
            variant="outlined"
            aria-disabled={saving || !able}
            onClick={() => {
              if (!saving && able) act(to);
            }}
          >
            {t(label)}
          </Button>
        );
      })}
      <Button size="small" onClick={props.onClear}>
        {t('alerts.chooseNone')}
      </Button>
    </div>
  );
}
