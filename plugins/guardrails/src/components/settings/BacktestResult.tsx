/** What a rule would have fired with tried values, beside what it fires with those in force. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type Backtest,
} from '@cloudops/plugin-guardrails-common';
import { CELL_LINES } from '../layout';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import { alertRouteRef } from '../../routes';
import { useWords, type Words } from '../../words';
import { SeverityLabel } from '../labels';
import { LoadingSkeleton, RequestView } from '../states';
import { judgedAlerts, type JudgedAlert } from './backtestMarks';
import { BacktestStrip } from './BacktestStrip';
import { writtenValue } from './parameterText';
import type { ChosenValues } from './settingSnippets';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    scroll: { overflowX: 'auto' },
    table: {
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 1),
        fontVariantNumeric: 'tabular-nums',
        wordBreak: 'normal',
      },
    },
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    title: { overflowWrap: 'anywhere', minWidth: '9rem' },
  }),
  { name: 'GuardrailsBacktestResult' },
);

function inWords({ counts }: Backtest, { t, number }: Words): string {
  const { kept, added, gone } = counts;
  return added === 0 && gone === 0
    ? t('settings.noDifference', { number: number(kept) })
    : t('settings.difference', {
        kept: number(kept),
        added: number(added),
        gone: number(gone),
      });
}

function AlertTable(props: { readonly alerts: readonly JudgedAlert[] }) {
  const classes = useStyles();
  const { t, quantity, exact, day } = useWords();
  const alertLink = useRouteRef(alertRouteRef);
  return (
    <div className={classes.scroll}>
      <Table
        size="small"
        className={classes.table}
        aria-label={t('settings.trialTable')}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('settings.effect')}</TableCell>
            <TableCell>{t('settings.window')}</TableCell>
            <TableCell>{t('settings.alert')}</TableCell>
            <TableCell align="right" className={classes.wide}>
              {t('evidence.observed')}
            </TableCell>
            <TableCell align="right" className={classes.wide}>
              {t('evidence.limit')}
            </TableCell>
            <TableCell className={classes.wide}>
              {t('filter.severity')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.alerts.map((alert, index) => (
            <TableRow key={index}>
              <TableCell>{t(`settings.verdict_${alert.verdict}`)}</TableCell>
              <TableCell title={exact(alert.window.start)}>
                {day(alert.window.start.slice(0, 10), { weekday: true })}
              </TableCell>
              <TableCell className={classes.title}>
                {alert.alertId ? (
                  <Link to={alertLink({ id: alert.alertId })}>
                    {alert.title}
                  </Link>
                ) : (
                  alert.title
                )}
              </TableCell>
              <TableCell align="right" className={classes.wide}>
                {quantity(alert.observed, alert.unit)}
              </TableCell>
              <TableCell align="right" className={classes.wide}>
                {quantity(alert.threshold, alert.unit)}
              </TableCell>
              <TableCell className={classes.wide}>
                <SeverityLabel severity={alert.severity} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

export function BacktestResult(props: {
  readonly project: string;
  readonly rule: string;
  readonly days: number;
  readonly values: ChosenValues;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const api = useApi(guardrailsApiRef);
  const { project, rule, days, values } = props;
  const parameters = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, writtenValue(value)]),
  );
  const request = useRequest(
    `backtest ${JSON.stringify([project, rule, days, parameters])}`,
    signal => api.getBacktest({ project, rule, days, parameters }, { signal }),
    { keepPrevious: true },
  );
  return (
    <RequestView
      request={request}
      subject={t('subject.backtest')}
      permission={alertReadPermission.name}
      skeleton={
        <LoadingSkeleton subject={t('subject.backtest')} height={220} />
      }
    >
      {backtest => {
        const alerts = judgedAlerts(backtest);
        const summary = inWords(backtest, words);
        return (
          <div className={classes.root}>
            <Typography variant="body1" role="status">
              {summary}
            </Typography>
            {alerts.length > 0 && (
              <>
                <BacktestStrip
                  period={backtest.period}
                  alerts={alerts}
                  summary={summary}
                />
                <AlertTable alerts={alerts} />
              </>
            )}
            <Typography variant="body2">
              {t('settings.storedAlerts', {
                count: backtest.alerts.length,
              })}
            </Typography>
          </div>
        );
      }}
    </RequestView>
  );
}
