/** The row of choices above a list; on a phone two beside each other, and what is too long for that on its own. */
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      '& > *': { minWidth: '8rem' },
      // The kit's own label has too little contrast on the page's grey.
      '& label:not(.Mui-focused)': { color: theme.palette.text.primary },
      [theme.breakpoints.down('xs')]: {
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
        width: '100%',
        '& > [data-long]': { gridColumn: '1 / -1' },
      },
    },
  }),
  { name: 'GuardrailsFilterBar' },
);

export function FilterBar(props: {
  /** Names the group for screen readers: `Filter alerts`. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="group" aria-label={props.label}>
      {props.children}
    </div>
  );
}
