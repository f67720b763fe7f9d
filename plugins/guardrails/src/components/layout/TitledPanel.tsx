/** A panel with a title, as high as those beside it. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Panel } from './Panel';

const useStyles = makeStyles(
  { root: { display: 'grid', minWidth: 0 } },
  { name: 'GuardrailsTitledPanel' },
);

export function TitledPanel(props: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section aria-label={props.title} className={classes.root}>
      <Panel>
        <Typography variant="subtitle2" component="h3" gutterBottom>
          {props.title}
        </Typography>
        {props.children}
      </Panel>
    </section>
  );
}
