/** A text above a list that narrows it; applied when the reader is done typing, not with each letter. */
import TextField from '@material-ui/core/TextField';
import { KeyboardEvent, useEffect, useId, useState } from 'react';

export function FilterText(props: {
  readonly label: string;
  /** What may be written, shown while nothing is. */
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { label, hint, value, onChange } = props;
  const id = useId();
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const apply = () => {
    const next = draft.trim();
    if (next !== value) onChange(next);
  };
  return (
    <TextField
      id={id}
      type="search"
      label={label}
      placeholder={hint}
      value={draft}
      onChange={event => setDraft(event.target.value)}
      onBlur={apply}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter') apply();
      }}
      size="small"
      variant="outlined"
      inputProps={{ maxLength: 200 }}
    />
  );
}
