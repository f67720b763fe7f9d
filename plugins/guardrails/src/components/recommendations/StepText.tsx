/** What a step says: its words tick it off, its commands are set apart and copied with a click. */
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import { Fragment, useState } from 'react';
import { useWords } from '../../words';
import { stepParts } from './stepParts';

const useStyles = makeStyles(
  theme => ({
    words: { cursor: 'pointer' },
    ticked: { color: theme.palette.text.secondary },
    command: {
      display: 'flex',
      alignItems: 'flex-start',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      margin: theme.spacing(0.5, 0),
      padding: theme.spacing(0.5, 0.5, 0.5, 1),
      borderRadius: theme.shape.borderRadius,
      border: `1px solid ${theme.palette.divider}`,
      backgroundColor: theme.palette.background.default,
      color: theme.palette.text.primary,
    },
    code: {
      fontFamily: 'monospace',
      fontSize: theme.typography.pxToRem(12),
      lineHeight: 1.5,
      overflowWrap: 'anywhere',
    },
    copy: { padding: theme.spacing(0.25), color: 'inherit' },
    symbol: { fontSize: theme.typography.pxToRem(16) },
  }),
  { name: 'GuardrailsStepText' },
);

function Command(props: { readonly text: string }) {
  const classes = useStyles();
  const { t } = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setOutcome('copied');
    } catch {
      // Browsers offer the clipboard to pages served over https (or from localhost) only.
      setOutcome('notCopied');
    }
  };
  const label = t(`recommendations.${outcome ?? 'copyCommand'}`);
  return (
    <span className={classes.command}>
      <code className={classes.code}>{props.text}</code>
      <IconButton
        className={classes.copy}
        aria-label={label}
        title={label}
        onClick={copy}
      >
        {outcome === 'copied' ? (
          <CheckIcon className={classes.symbol} />
        ) : (
          <FileCopyOutlined className={classes.symbol} />
        )}
      </IconButton>
    </span>
  );
}

export function StepText(props: {
  readonly step: string;
  readonly ticked: boolean;
  /** The box that ticks it off. */
  readonly boxId: string;
}) {
  const classes = useStyles();
  const { step, ticked, boxId } = props;
  return (
    <span className={ticked ? classes.ticked : undefined}>
      {stepParts(step).map(({ kind, text }, index) => (
        <Fragment key={index}>
          {kind === 'command' ? (
            <Command text={text} />
          ) : (
            <label htmlFor={boxId} className={classes.words}>
              {text}
            </label>
          )}
        </Fragment>
      ))}
    </span>
  );
}
