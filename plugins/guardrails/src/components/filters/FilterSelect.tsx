/** A choice among a few values above a list. */
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

export function FilterSelect<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  /** The values, in the order in which they are offered. */
  readonly choices: readonly T[];
  readonly choiceLabel: (value: T) => string;
  readonly onChange: (value: T) => void;
  /** What it holds does not fit into half a phone. */
  readonly long?: boolean;
  /** What is chosen, below the choice. */
  readonly hint?: string;
}) {
  const id = useId();
  return (
    <TextField
      id={id}
      data-long={props.long || undefined}
      helperText={props.hint}
      select
      // The browser's own list: works with every keyboard, screen reader and thumb.
      SelectProps={{ native: true }}
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value as T)}
      size="small"
      variant="outlined"
    >
      {props.choices.map(value => (
        <option key={value} value={value}>
          {props.choiceLabel(value)}
        </option>
      ))}
    </TextField>
  );
}
