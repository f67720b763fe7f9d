/** Shows where the focus is, for whoever goes by keyboard, on controls that the kit gives no sign of it. */
import type { Theme } from '@material-ui/core/styles';

export const focusRing = (theme: Theme) => ({
  '&:focus-visible': {
    outlineStyle: 'solid' as const,
    outlineWidth: 2,
    outlineColor: theme.palette.primary.main,
    outlineOffset: 1,
  },
});
