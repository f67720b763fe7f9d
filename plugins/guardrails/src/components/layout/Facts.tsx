/** Facts beside each other: a small term, the fact, and what qualifies it. */
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(9rem, 1fr))',
    },
    term: {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.pxToRem(12),
    },
    // A sentence has the whole line: in a column it would be a tower.
    sentence: { gridColumn: '1 / -1' },
    fact: { margin: 0, overflowWrap: 'anywhere' },
    large: { fontSize: theme.typography.pxToRem(20), fontWeight: 700 },
    aside: {
      margin: 0,
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GuardrailsFacts' },
);

export function Facts(props: { readonly children: ReactNode }) {
  const classes = useStyles();
  return <dl className={classes.root}>{props.children}</dl>;
}

export function Fact(props: {
  readonly term: string;
  /** What qualifies the fact, below it. */
  readonly aside?: ReactNode;
  /** The figure that is looked for first. */
  readonly large?: boolean;
  /** It is words rather than a figure. */
  readonly sentence?: boolean;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={props.sentence ? classes.sentence : undefined}>
      <dt className={classes.term}>{props.term}</dt>
      <dd className={classes.fact}>
        {props.large ? (
          <span className={classes.large}>{props.children}</span>
        ) : (
          props.children
        )}
      </dd>
      {props.aside && <dd className={classes.aside}>{props.aside}</dd>}
    </div>
  );
}
