/** The heading of a column by which a table can be sorted. */
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { focusRing } from './focusRing';

const useStyles = makeStyles(theme => ({ root: focusRing(theme) }), {
  name: 'GuardrailsSortLabel',
});

export function SortLabel(props: {
  /** The table is sorted by it. */
  readonly active: boolean;
  readonly direction: 'asc' | 'desc';
  readonly className?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const { className = '', ...rest } = props;
  return (
    <TableSortLabel className={`${classes.root} ${className}`} {...rest} />
  );
}
