/** The steps of a recommendation in the order to take them, to be ticked off. */
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import type { Recommendation } from '@cloudops/plugin-guardrails-common';
import { useId } from 'react';
import { StepText } from './StepText';
import { useTickedSteps } from './useTickedSteps';
import { STORED_LANGUAGE, useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    // Folded it is a word beside others; unfolded it has a line of its own.
    root: { '&[open]': { flexBasis: '100%' } },
    summary: {
      ...theme.typography.body2,
      cursor: 'pointer',
      padding: theme.spacing(0.5, 0),
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    // The box stands beside the first line of a long step.
    step: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      alignItems: 'start',
      overflowWrap: 'anywhere',
      marginLeft: theme.spacing(-0.5),
      paddingBottom: theme.spacing(0.5),
    },
    box: { padding: theme.spacing(0, 1, 0, 0.5) },
  }),
  { name: 'GuardrailsStepList' },
);

export function StepList(props: {
  readonly recommendation: Recommendation;
  /** Begins with the steps in sight. */
  readonly unfolded?: boolean;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { id, actionSteps, title } = props.recommendation;
  const [ticked, toggle] = useTickedSteps(id);
  const boxId = useId();
  const steps = t('recommendations.steps', { count: actionSteps.length });
  return (
    <details open={props.unfolded} className={classes.root}>
      <summary className={classes.summary}>
        {ticked.size > 0
          ? t('recommendations.stepsTicked', {
              steps,
              number: number(ticked.size),
            })
          : steps}
      </summary>
      <ol
        className={classes.list}
        aria-label={t('recommendations.stepsOf', { title })}
      >
        {actionSteps.map((step, index) => (
          <li key={index} className={classes.step} lang={STORED_LANGUAGE}>
            <Checkbox
              size="small"
              color="primary"
              className={classes.box}
              checked={ticked.has(index)}
              onChange={() => toggle(index)}
              inputProps={{ id: `${boxId}-${index}`, 'aria-label': step }}
            />
            <StepText
              step={step}
              ticked={ticked.has(index)}
              boxId={`${boxId}-${index}`}
            />
          </li>
        ))}
      </ol>
    </details>
  );
}
