/** The steps a reader may take, as buttons that name the action and stay where they are. */
import { makeStyles } from '@material-ui/core/styles';
import type { MouseEvent } from 'react';
import { useWords } from '../../words';
import { StepButton } from './StepButton';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'GuardrailsActionButtons' },
);

/** One step of a workflow. */
export interface Action<S extends string> {
  /** The status it leads to. */
  readonly to: S;
  /** What the button says: `Acknowledge`. */
  readonly label: string;
}

export function ActionButtons<S extends string>(props: {
  /** Always all of them, in one order, so that none moves. */
  readonly actions: readonly Action<S>[];
  /** The statuses that may follow; the other buttons stay in their place without effect. */
  readonly allowed: readonly S[];
  /** A step is on its way; none can be taken. */
  readonly saving: boolean;
  /** What the buttons act on, for those who do not see where they stand. */
  readonly subject: string;
  readonly onAct: (to: S, event: MouseEvent) => void;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const { actions, allowed, saving, subject } = props;
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('action.group', { subject })}
    >
      {actions.map(({ to, label }) => (
        <StepButton
          key={to}
          variant="outlined"
          available={!saving && allowed.includes(to)}
          onClick={event => {
            // Of a double click the second one may meet what came under the pointer with the first.
            if (event.detail <= 1) props.onAct(to, event);
          }}
        >
          {label}
        </StepButton>
      ))}
    </div>
  );
}
