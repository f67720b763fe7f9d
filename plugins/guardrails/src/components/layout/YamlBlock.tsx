/** Lines of YAML to be copied. The kit's own snippet colours them, with too little contrast on its light ground. */
import { CopyTextButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'flex-start',
      justifyContent: 'space-between',
      background: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
    },
    lines: {
      margin: 0,
      padding: theme.spacing(1.5),
      minWidth: 0,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      fontFamily: 'monospace',
    },
  }),
  { name: 'GuardrailsYamlBlock' },
);

export function YamlBlock(props: { readonly text: string }) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <pre className={classes.lines}>{props.text}</pre>
      <CopyTextButton text={props.text} />
    </div>
  );
}
