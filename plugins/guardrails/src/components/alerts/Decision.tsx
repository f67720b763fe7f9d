/** How a rule came to its verdict: the arithmetic with the numbers in place, and whether it comes out the same today. */
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { RelativeTime } from '../labels';
import { Label } from '../labels/Label';
import { periodOf } from './evidenceSeries';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(1) },
    summary: {
      ...theme.typography.body2,
      cursor: 'pointer',
      padding: theme.spacing(1, 0),
    },
    replay: { marginLeft: theme.spacing(1) },
    body: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      padding: theme.spacing(1, 0),
    },
    arithmetic: {
      ...theme.typography.body2,
      borderCollapse: 'collapse',
      '& th, & td': {
        padding: theme.spacing(0.5, 2, 0.5, 0),
        textAlign: 'left',
        verticalAlign: 'baseline',
        fontWeight: 'inherit',
      },
      '& td:last-child': {
        paddingRight: 0,
        textAlign: 'right',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      },
    },
    formula: {
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
    list: { margin: 0, paddingLeft: theme.spacing(3) },
  }),
  { name: 'GuardrailsDecision' },
);

function ReplayLabel(props: { readonly evidence: Evidence }) {
  const theme = useTheme();
  const { t } = useWords();
  if (props.evidence.notReplayed) {
    return (
      <Label
        color={theme.palette.text.secondary}
        shape={<HelpOutline style={{ fontSize: '1.2em' }} />}
      >
        {t('decision.unknown')}
      </Label>
    );
  }
  return props.evidence.reproduced ? (
    <Label
      color={theme.palette.success.main}
      shape={<CheckCircleOutline style={{ fontSize: '1.2em' }} />}
    >
      {t('decision.same')}
    </Label>
  ) : (
    <Label
      color={theme.palette.warning.main}
      shape={<ErrorOutline style={{ fontSize: '1.2em' }} />}
    >
      {t('decision.different')}
    </Label>
  );
}

function parameterText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function Decision(props: {
  readonly evidence: Evidence;
  /** The sentence the page begins with: not said twice. */
  readonly told: string;
}) {
  const classes = useStyles();
  const { t, moment, quantity } = useWords();
  const { evidence } = props;
  const { rule, restatements, unit } = evidence;
  const parameters = Object.entries(rule.parameters);
  const period = periodOf(evidence.points);
  const ruleNamed = {
    name: <code>{rule.name}</code>,
    version: String(rule.version),
  };
  let replayed: string = t('decision.sameWhy');
  if (evidence.notReplayed) {
    replayed = t('decision.unknownBecause', {
      difference: evidence.difference ?? '',
    });
  } else if (!evidence.reproduced) {
    replayed = evidence.difference
      ? t('decision.differentBecause', { difference: evidence.difference })
      : t('decision.differentWhy');
  }
  return (
    <details className={classes.root}>
      <summary className={classes.summary}>
        {t('decision.title')}
        <span className={classes.replay}>
          <ReplayLabel evidence={evidence} />
        </span>
      </summary>
      <div className={classes.body}>
        {evidence.sentence !== props.told && (
          <Typography variant="body2">{evidence.sentence}</Typography>
        )}
        <table
          className={classes.arithmetic}
          aria-label={t('decision.arithmetic')}
        >
          <tbody>
            {evidence.arithmetic.map(line => (
              <tr key={line.label}>
                <th scope="row">{line.label}</th>
                <td className={classes.formula}>{line.formula}</td>
                <td>{line.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Typography variant="body2">
          {parameters.length === 0
            ? t('decision.rule', ruleNamed)
            : t('decision.ruleWith', {
                ...ruleNamed,
                parameters: (
                  <>
                    {parameters.map(([name, value], index) => (
                      <span key={name}>
                        {index > 0 && ', '}
                        <code>{`${name} ${parameterText(value)}`}</code>
                      </span>
                    ))}
                  </>
                ),
              })}
        </Typography>
        <div>
          <Typography variant="body2">{replayed}</Typography>
          {restatements.length > 0 && (
            <>
              <Typography variant="body2">{t('decision.restated')}</Typography>
              <ul
                className={classes.list}
                aria-label={t('decision.restatedList')}
              >
                {restatements.map(({ at, from, to, restatedAt }) => (
                  <Typography
                    key={`${at} ${restatedAt}`}
                    component="li"
                    variant="body2"
                  >
                    {moment(at, period)}: {quantity(from, unit)} →{' '}
                    {quantity(to, unit)}, <RelativeTime at={restatedAt} />
                  </Typography>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </details>
  );
}
