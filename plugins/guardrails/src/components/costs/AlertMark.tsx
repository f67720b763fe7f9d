/** The mark of a day's alerts above its bar: the way to the worst of them. */
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTheme } from '@material-ui/core/styles';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { Link } from 'react-router-dom';
import { alertRouteRef } from '../../routes';
import { SEVERITIES, severityColor, SeverityShape } from '../labels';
import { useWords } from '../../words';

function worst(alerts: readonly Alert[]): Alert {
  return [...alerts].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  )[0];
}

export function AlertMark(props: {
  /** The middle of the bar, and its top: pixels in the drawing. */
  readonly x: number;
  readonly y: number;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** At least one. */
  readonly alerts: readonly Alert[];
}) {
  const { x, y, date, alerts } = props;
  const theme = useTheme();
  const { t, day } = useWords();
  const alertLink = useRouteRef(alertRouteRef);
  const alert = worst(alerts);
  const told = {
    severity: t(`severity.${alert.severity}`),
    day: day(date),
    title: alert.title,
  };
  const name =
    alerts.length > 1
      ? t('costs.alertMarks', { ...told, more: String(alerts.length - 1) })
      : t('costs.alertMark', told);
  return (
    <Link to={alertLink({ id: alert.id })} aria-label={name}>
      <title>{name}</title>
      {/* Larger than the mark: a target for a thumb. */}
      <circle cx={x} cy={y - 12} r={12} fill="transparent" />
      <g
        transform={`translate(${x - 6} ${y - 18})`}
        fontSize={15}
        color={severityColor(alert.severity, theme)}
      >
        <SeverityShape severity={alert.severity} />
      </g>
      {alerts.length > 1 && (
        <text
          x={x}
          y={y - 20}
          textAnchor="middle"
          fontSize={11}
          fill={theme.palette.text.primary}
        >
          {alerts.length}
        </text>
      )}
    </Link>
  );
}
