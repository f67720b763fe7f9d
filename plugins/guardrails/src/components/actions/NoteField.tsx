/** A few words for the timeline that go along with the next step. */
import TextField from '@material-ui/core/TextField';
import { type Ref, useId } from 'react';
import { useWords } from '../../words';

/** The API takes no longer note. */
const MAX_LENGTH = 2000;

/** The note as the API takes it: undefined where nothing was written. */
export function noteToSend(note: string): string | undefined {
  return note.trim() || undefined;
}

export function NoteField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly field?: Ref<HTMLTextAreaElement>;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <TextField
      id={id}
      label={props.label ?? t('action.note')}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      multiline
      maxRows={4}
      fullWidth
      size="small"
      variant="outlined"
      inputRef={props.field}
      inputProps={{ maxLength: MAX_LENGTH }}
    />
  );
}
