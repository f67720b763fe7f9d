/** A button that stays in its place, and can be found by keyboard, also while it has no effect. */
import Button, { type ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { focusRing } from '../layout';

const useStyles = makeStyles(
  theme => ({
    // Not `disabled`: a button that loses the focus under the reader's finger sends them back to the page's top. It looks
    // as the kit's disabled ones do; faded as a whole, the sign of the focus would be too pale to see.
    unavailable: {
      ...focusRing(theme),
      color: theme.palette.action.disabled,
      borderColor: theme.palette.action.disabledBackground,
      cursor: 'default',
    },
  }),
  { name: 'GuardrailsStepButton' },
);

export function StepButton({
  available,
  onClick,
  ...props
}: ButtonProps & { readonly available: boolean }) {
  const classes = useStyles();
  return (
    <Button
      size="small"
      {...props}
      aria-disabled={!available}
      disableRipple={!available}
      className={available ? undefined : classes.unavailable}
      onClick={event => {
        if (available) onClick?.(event);
      }}
    />
  );
}
