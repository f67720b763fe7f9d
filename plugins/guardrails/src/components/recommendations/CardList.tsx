/** Recommendations below each other, with a line between two. */
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      '& > li + li': {
        borderTop: `1px solid ${theme.palette.divider}`,
        marginTop: theme.spacing(1.5),
        paddingTop: theme.spacing(1.5),
      },
    },
  }),
  { name: 'GuardrailsCardList' },
);

export function CardList(props: {
  /** Names the list for screen readers. */
  readonly label: string;
  /** List items. */
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label={props.label}>
      {props.children}
    </ul>
  );
}
