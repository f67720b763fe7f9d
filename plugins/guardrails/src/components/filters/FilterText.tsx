/** A text above a list that narrows it; applied when the reader is done typing, not with each letter. */
import TextField from '@material-ui/core/TextField';
import { KeyboardEvent, useEffect, useId, useState } from 'react';

export function FilterText(props: {
  readonly label: string;
  /** What may be written, shown while nothing is. */
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Offered while typing; one that is chosen is applied at once. */
  readonly suggestions?: readonly string[];
  /** What a suggestion stands for, told beside it and found as well. */
  readonly nameOf?: (suggestion: string) => string;
  readonly onFocus?: () => void;
  /** What is wrong with the value. */
  readonly problem?: string;
  readonly required?: boolean;
  /** What it holds does not fit into half a phone. */
  readonly long?: boolean;
}) {
  const { label, hint, value, onChange, suggestions } = props;
  const id = useId();
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const apply = (text: string) => {
    const next = text.trim();
    if (next !== value) onChange(next);
  };
  const change = (text: string) => {
    setDraft(text);
    if (suggestions?.includes(text)) apply(text);
  };
  return (
    <>
      <TextField
        id={id}
        data-long={props.long || undefined}
        type="search"
        required={props.required}
        label={label}
        placeholder={hint}
        value={draft}
        onChange={event => change(event.target.value)}
        onFocus={props.onFocus}
        onBlur={() => apply(draft)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Enter') apply(draft);
        }}
        error={props.problem !== undefined}
        helperText={props.problem}
        size="small"
        variant="outlined"
        InputLabelProps={{ shrink: true }}
        inputProps={{
          maxLength: 200,
          list: suggestions && `${id}-suggestions`,
        }}
      />
      {suggestions && (
        // The browser's own list: it finds one among a thousand, and weighs nothing.
        <datalist id={`${id}-suggestions`}>
          {suggestions.map(each => (
            <option key={each} value={each} label={props.nameOf?.(each)} />
          ))}
        </datalist>
      )}
    </>
  );
}
