/** When alerts fire with the values in force, and below when they would with the tried ones: one mark for each. */
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Backtest } from '@cloudops/plugin-guardrails-common';
import { useWords } from '../../words';
import { timeTicks } from '../charts/timeTicks';
import { placeInPeriod, type JudgedAlert, type Verdict } from './backtestMarks';

/** As many dates as fit a phone. */
const MOST_TICKS = 5;
const MARK = 12;

const useStyles = makeStyles(
  theme => ({
    root: { ...theme.typography.body2, margin: 0, minWidth: 0 },
    lane: {
      position: 'relative',
      height: 28,
      margin: theme.spacing(0, 1),
      borderBottom: `1px solid ${theme.palette.text.secondary}`,
    },
    name: { marginTop: theme.spacing(1) },
    mark: {
      position: 'absolute',
      bottom: 4,
      width: MARK,
      height: MARK,
      marginLeft: -MARK / 2,
    },
    dates: {
      position: 'relative',
      height: '1.6em',
      margin: theme.spacing(0.5, 1),
      fontSize: theme.typography.pxToRem(12),
    },
    date: {
      position: 'absolute',
      transform: 'translateX(-50%)',
      whiteSpace: 'nowrap',
      '&:first-child': { transform: 'none' },
    },
    legend: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    item: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
  }),
  { name: 'GuardrailsBacktestStrip' },
);

/** A shape for each verdict: readable without colour. */
function Shape(props: { readonly verdict: Verdict }) {
  const { palette } = useTheme();
  const shapes = {
    kept: <circle cx="6" cy="6" r="5" fill={palette.text.secondary} />,
    added: <path d="M6 1 L11 11 H1 Z" fill={palette.error.main} />,
    gone: (
      <circle
        cx="6"
        cy="6"
        r="4.5"
        fill="none"
        stroke={palette.text.primary}
        strokeWidth="1.5"
        strokeDasharray="2 2"
      />
    ),
  };
  return (
    <svg width={MARK} height={MARK} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[props.verdict]}
    </svg>
  );
}

const LANES = [
  { name: 'settings.inForce', verdicts: ['kept', 'gone'] },
  { name: 'settings.tried', verdicts: ['kept', 'added'] },
] as const;

export function BacktestStrip(props: {
  readonly period: Backtest['period'];
  readonly alerts: readonly JudgedAlert[];
  /** What it shows, in words: the picture itself is not read out. */
  readonly summary: string;
}) {
  const classes = useStyles();
  const { t, locale } = useWords();
  const { period, alerts, summary } = props;
  const ticks = timeTicks(
    Date.parse(period.from),
    Date.parse(period.to),
    MOST_TICKS,
    { zone: 'utc', locale },
  );
  return (
    <figure className={classes.root} aria-label={summary}>
      <div aria-hidden="true">
        {LANES.map(({ name, verdicts }) => (
          <div key={name}>
            <div className={classes.name}>{t(name)}</div>
            <div className={classes.lane}>
              {alerts
                .filter(({ verdict }) =>
                  (verdicts as readonly Verdict[]).includes(verdict),
                )
                .map((alert, index) => (
                  <span
                    key={index}
                    className={classes.mark}
                    title={alert.title}
                    style={{
                      left: `${placeInPeriod(alert.window.start, period)}%`,
                    }}
                  >
                    <Shape verdict={alert.verdict} />
                  </span>
                ))}
            </div>
          </div>
        ))}
        <div className={classes.dates}>
          {ticks.map(({ at, label }) => (
            <span
              key={at}
              className={classes.date}
              style={{
                left: `${placeInPeriod(new Date(at).toISOString(), period)}%`,
              }}
            >
              {label}
            </span>
          ))}
        </div>
      </div>
      <ul className={classes.legend} aria-label={t('evidence.legend')}>
        {(['kept', 'added', 'gone'] as const).map(verdict => (
          <li key={verdict} className={classes.item}>
            <Shape verdict={verdict} />
            {t(`settings.verdict_${verdict}`)}
          </li>
        ))}
      </ul>
    </figure>
  );
}
