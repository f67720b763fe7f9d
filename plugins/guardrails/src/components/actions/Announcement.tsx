/** Says what was just saved, to the eye and to the ear, in a line that is always there. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  { root: { minHeight: '1.5em' } },
  { name: 'GuardrailsAnnouncement' },
);

export function Announcement(props: { readonly children: string }) {
  const classes = useStyles();
  return (
    <Typography
      variant="body2"
      component="div"
      role="status"
      className={classes.root}
    >
      {props.children}
    </Typography>
  );
}
