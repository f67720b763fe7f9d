/** Which keys work in the list of alerts. */
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import Switch from '@material-ui/core/Switch';
import { makeStyles } from '@material-ui/core/styles';
import { useId } from 'react';
import { useWords } from '../../words';
import { focusRing } from '../layout';

const KEYS = [
  { keys: ['j', 'k'], does: 'keys.go' },
  { keys: ['Enter'], does: 'keys.open' },
  { keys: ['a'], does: 'keys.acknowledge' },
  { keys: ['r'], does: 'keys.resolve' },
  { keys: ['x'], does: 'keys.choose' },
  { keys: ['/'], does: 'keys.filter' },
  { keys: ['Esc'], does: 'keys.back' },
  { keys: ['?'], does: 'keys.help' },
] as const;

const useStyles = makeStyles(
  theme => ({
    list: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'auto 1fr',
      gap: theme.spacing(1, 2),
      margin: 0,
      '& dd': { margin: 0 },
    },
    switch: {
      marginTop: theme.spacing(2),
      '& .Mui-focusVisible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    label: theme.typography.body2,
    close: focusRing(theme),
    why: { color: theme.palette.text.secondary },
    key: {
      fontFamily: 'inherit',
      display: 'inline-block',
      minWidth: '1.8em',
      marginRight: theme.spacing(0.5),
      padding: theme.spacing(0, 0.75),
      textAlign: 'center',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
  }),
  { name: 'GuardrailsKeyHelp' },
);

export function KeyHelp(props: {
  readonly open: boolean;
  /** Single letters and signs act. */
  readonly areOn: boolean;
  readonly onSwitch: (areOn: boolean) => void;
  readonly onClose: () => void;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const titleId = useId();
  const whyId = useId();
  return (
    <Dialog open={props.open} onClose={props.onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t('keys.title')}</DialogTitle>
      <DialogContent>
        <dl className={classes.list}>
          {KEYS.map(({ keys, does }) => [
            <dt key={`${does} key`}>
              {keys.map(key => (
                <kbd key={key} className={classes.key}>
                  {key}
                </kbd>
              ))}
            </dt>,
            <dd key={does}>{t(does)}</dd>,
          ])}
        </dl>
        <FormControlLabel
          className={classes.switch}
          classes={{ label: classes.label }}
          label={t('keys.single')}
          control={
            <Switch
              size="small"
              color="primary"
              // The kit's sign is not there yet when the Tab key comes at once.
              disableFocusRipple
              checked={props.areOn}
              onChange={(_, areOn) => props.onSwitch(areOn)}
              inputProps={{ 'aria-describedby': whyId }}
            />
          }
        />
        <FormHelperText id={whyId} className={classes.why}>
          {t('keys.singleWhy')}
        </FormHelperText>
      </DialogContent>
      <DialogActions>
        <Button
          // As above: a page whose button has no sign to show yet breaks.
          disableFocusRipple
          className={classes.close}
          onClick={props.onClose}
        >
          {t('keys.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
