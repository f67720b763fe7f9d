/** How an account stands: a shape, a colour, and the sentence. */
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Theme } from '@material-ui/core/styles';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { ElementType, ReactNode } from 'react';
import type { BalanceState } from './balance';

const LOOK: Readonly<
  Record<BalanceState, { icon: ElementType; color: (theme: Theme) => string }>
> = {
  balanced: {
    icon: CheckCircleOutline,
    color: theme => theme.palette.success.main,
  },
  unbalanced: { icon: ErrorOutline, color: theme => theme.palette.error.main },
  notReconciled: {
    icon: ErrorOutline,
    color: theme => theme.palette.error.main,
  },
  unread: {
    icon: HelpOutline,
    color: theme => theme.palette.text.secondary,
  },
};

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(0.75),
    },
    shape: { flex: 'none', fontSize: '1.25em', marginTop: '0.1em' },
  }),
  { name: 'GuardrailsBalanceLabel' },
);

export function BalanceLabel(props: {
  readonly state: BalanceState;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const theme = useTheme();
  const { icon: Icon, color } = LOOK[props.state];
  return (
    <p className={classes.root}>
      <Icon
        className={classes.shape}
        style={{ color: color(theme) }}
        aria-hidden="true"
      />
      <span>{props.children}</span>
    </p>
  );
}
