/** Holds the place of what is being loaded, in its size; after a second it says what it waits for. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useEffect, useState } from 'react';
import { useWords } from '../../words';

/** A shorter wait needs no words. */
const SAY_AFTER_MS = 1000;

const useStyles = makeStyles(
  theme => ({
    root: { position: 'relative', width: '100%' },
    block: {
      borderRadius: theme.shape.borderRadius,
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    words: {
      position: 'absolute',
      inset: 0,
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      textAlign: 'center',
    },
    gap: { height: theme.spacing(1) },
  }),
  { name: 'GuardrailsLoadingSkeleton' },
);

export function LoadingSkeleton(props: {
  /** What is waited for, in the reader's language: `the costs`. */
  readonly subject: string;
  /** Height of one row in pixels: the height of what comes. */
  readonly height: number;
  /** Rows below each other; 1 when absent. */
  readonly rows?: number;
}) {
  const { subject, height, rows = 1 } = props;
  const classes = useStyles();
  const { t } = useWords();
  const [saying, setSaying] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSaying(true), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.root} role="status" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row}>
          {row > 0 && <div className={classes.gap} />}
          <Skeleton variant="rect" height={height} className={classes.block} />
        </div>
      ))}
      <Typography variant="body2" component="div" className={classes.words}>
        {saying && t('state.loading', { subject })}
      </Typography>
    </div>
  );
}
