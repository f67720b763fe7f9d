/** What a reader can do with the alert as a whole: take a step, with a note for the others if they like. */
import { makeStyles } from '@material-ui/core/styles';
import type { Alert, AlertStatus } from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import type { Refusal } from '../../changes';
import {
  ActionButtons,
  CopyLinkButton,
  NoteField,
  noteToSend,
  RefusalNotice,
} from '../actions';
import { ALERT_ACTIONS } from './alertWords';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    note: {
      flex: '1 1 16rem',
      maxWidth: '32rem',
      // The kit's own label has too little contrast on the page's grey.
      '& label:not(.Mui-focused)': { color: theme.palette.text.primary },
    },
  }),
  { name: 'GuardrailsAlertSteps' },
);

export function AlertSteps(props: {
  readonly alert: Alert;
  readonly saving: boolean;
  readonly refusal: Refusal | undefined;
  /** Answers whether it was saved. */
  readonly onStep: (
    to: AlertStatus,
    note: string | undefined,
  ) => Promise<boolean>;
  readonly onForgetRefusal: () => void;
  readonly onLinkCopied: (words: string) => void;
}) {
  const classes = useStyles();
  const { alert, saving } = props;
  const { t } = useWords();
  const [note, setNote] = useState('');
  const step = async (to: AlertStatus) => {
    // A refused step leaves the note in its field.
    if (await props.onStep(to, noteToSend(note))) setNote('');
  };
  return (
    <>
      <div className={classes.root}>
        <div className={classes.note}>
          <NoteField value={note} onChange={setNote} />
        </div>
        <ActionButtons
          actions={ALERT_ACTIONS.map(({ to, label }) => ({
            to,
            label: t(label),
          }))}
          allowed={alert.allowedTransitions}
          saving={saving}
          subject={alert.title}
          onAct={step}
        />
        <CopyLinkButton onDone={props.onLinkCopied} />
      </div>
      <RefusalNotice refusal={props.refusal} onClose={props.onForgetRefusal} />
    </>
  );
}
