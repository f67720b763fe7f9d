/** A choice among a few values above a list. */
import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

export interface FilterOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

export function FilterSelect<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly FilterOption<T>[];
  readonly onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <TextField
      id={id}
      select
      // The browser's own list: works with every keyboard, screen reader and thumb.
      SelectProps={{ native: true }}
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value as T)}
      size="small"
      variant="outlined"
    >
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </TextField>
  );
}
