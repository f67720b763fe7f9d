/** One rule: what it looks for, how it is set, and what other values would do. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DetectionRules } from '@cloudops/plugin-guardrails-common';
import { STORED_LANGUAGE, useWords } from '../../words';
import { Panel } from '../layout';
import { ruleSummary } from './ruleSummary';
import { ParameterTable } from './ParameterTable';
import { Trial } from './Trial';

export type DetectionRule = DetectionRules['rules'][number];

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    summary: {
      cursor: 'pointer',
      padding: theme.spacing(0.5, 0),
      overflowWrap: 'anywhere',
    },
    name: {
      display: 'inline',
      fontFamily: 'monospace',
      fontSize: theme.typography.pxToRem(16),
    },
    said: { color: theme.palette.text.secondary },
    content: {
      display: 'grid',
      gap: theme.spacing(2),
      marginTop: theme.spacing(1),
      minWidth: 0,
      '& > *': { minWidth: 0 },
    },
  }),
  { name: 'GuardrailsRulePanel' },
);

export function RulePanel(props: {
  readonly project: string | undefined;
  readonly rule: DetectionRule;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { project, rule, open } = props;
  const { parameters, version } = rule;
  const set = parameters.filter(({ origin }) => origin !== 'default').length;
  return (
    <Panel>
      <details
        className={classes.root}
        open={open}
        onToggle={({ currentTarget }) => {
          // The browser tells of one that is drawn open as well.
          if (currentTarget.open !== open) props.onToggle(currentTarget.open);
        }}
      >
        <summary className={classes.summary}>
          <Typography component="h3" className={classes.name}>
            {rule.rule}
          </Typography>
          {' · '}
          {t(rule.enabled ? 'settings.on' : 'settings.off')}
          {set > 0 && ` · ${t('settings.changed', { count: set })}`}
          <div className={classes.said}>
            {ruleSummary(rule.rule, t) ?? (
              <span lang={STORED_LANGUAGE}>{rule.summary}</span>
            )}
          </div>
        </summary>
        {open && (
          <div className={classes.content}>
            <Typography variant="body2" className={classes.said}>
              {t(`settings.judges_${rule.judges}`)}{' '}
              {t('settings.version', { version: number(version) })}
            </Typography>
            <ParameterTable
              rule={rule.rule}
              parameters={parameters}
              label={t('settings.parametersOf', { rule: rule.rule })}
            />
            <Trial project={project} rule={rule} />
          </div>
        )}
      </details>
    </Panel>
  );
}
