/** What a reader can do with the alert as a whole: take a step, with a note for the others if they like. */
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { Alert, AlertStatus } from '@cloudops/plugin-guardrails-common';
import { useRef, useState } from 'react';
import type { Refusal } from '../../changes';
import {
  ActionButtons,
  CopyLinkButton,
  NoteField,
  noteToSend,
  RefusalNotice,
  SnoozeButton,
} from '../actions';
import { ALERT_ACTIONS } from './alertWords';
import { ExpectedForm, type Expected } from './ExpectedForm';
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
  /** The same. */
  readonly onSnooze: (
    until: string | null,
    note: string | undefined,
  ) => Promise<boolean>;
  /** The same. */
  readonly onNote: (note: string) => Promise<boolean>;
  /** The same. */
  readonly onExpected: (expected: Expected) => Promise<boolean>;
  readonly onForgetRefusal: () => void;
  readonly onLinkCopied: (words: string) => void;
}) {
  const classes = useStyles();
  const { alert, saving } = props;
  const { t } = useWords();
  const [note, setNote] = useState('');
  const [isExplaining, setIsExplaining] = useState(false);
  const written = noteToSend(note);
  const field = useRef<HTMLTextAreaElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  // A refused change leaves the note in its field.
  const clearAfter = async (saved: Promise<boolean>) => {
    if (await saved) setNote('');
  };
  const addNote = async (text: string) => {
    await clearAfter(props.onNote(text));
    // The button goes with the note.
    if (document.activeElement === addButton.current) field.current?.focus();
  };
  return (
    <>
      <div className={classes.root}>
        <div className={classes.note}>
          <NoteField value={note} onChange={setNote} field={field} />
        </div>
        {written && (
          <Button
            size="small"
            variant="outlined"
            aria-disabled={saving}
            ref={addButton}
            onClick={() => !saving && addNote(written)}
          >
            {t('alert.addNote')}
          </Button>
        )}
        <ActionButtons
          actions={ALERT_ACTIONS.map(({ to, label }) => ({
            to,
            label: t(label),
          }))}
          allowed={alert.allowedTransitions}
          saving={saving}
          subject={alert.title}
          onAct={to => clearAfter(props.onStep(to, written))}
        />
        <SnoozeButton
          snoozed={alert.snoozedUntil !== undefined}
          available={!saving && alert.status !== 'resolved'}
          onSnooze={until => clearAfter(props.onSnooze(until, written))}
        />
        {alert.status !== 'resolved' && (
          <Button
            size="small"
            variant="outlined"
            aria-expanded={isExplaining}
            onClick={() => setIsExplaining(before => !before)}
          >
            {t('expected.title')}
          </Button>
        )}
        <CopyLinkButton onDone={props.onLinkCopied} />
      </div>
      {isExplaining && alert.status !== 'resolved' && (
        <ExpectedForm
          saving={saving}
          onExpected={props.onExpected}
          onClose={() => setIsExplaining(false)}
        />
      )}
      <RefusalNotice refusal={props.refusal} onClose={props.onForgetRefusal} />
    </>
  );
}
