/** The answer in the first lines: how bad, of what kind, since when, and the sentence. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { AlertDetail } from '@cloudops/plugin-guardrails-common';
import { unbroken } from '../../format';
import { rootRouteRef } from '../../routes';
import { RelativeTime, SeverityLabel, StatusLabel } from '../labels';
import { alertSubject } from './alertWords';
import { STORED_LANGUAGE, useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      // A line that wraps ends with the dot, and does not begin with it.
      '& > *:not(:last-child)::after': {
        content: '"·"',
        marginLeft: theme.spacing(1),
        color: theme.palette.text.secondary,
      },
    },
    title: { overflowWrap: 'anywhere', margin: theme.spacing(0.5, 0) },
    sentence: { maxWidth: '60rem', overflowWrap: 'anywhere' },
  }),
  { name: 'GuardrailsAlertHeadline' },
);

/** The status that the alert is in, and when it came into it. */
function StatusSince({ alert }: { readonly alert: AlertDetail }) {
  const { t } = useWords();
  const status = <StatusLabel status={alert.status} />;
  const { acknowledgedAt, resolvedAt, detectedAt, updatedAt } = alert;
  if (alert.status !== 'open') {
    const at = alert.status === 'resolved' ? resolvedAt : acknowledgedAt;
    return (
      <>
        {status} <RelativeTime at={at ?? updatedAt} />
      </>
    );
  }
  const reopened = alert.events
    .filter(
      ({ eventType, metadata }) =>
        eventType === 'status_changed' && metadata.to === 'open',
    )
    .pop();
  // "Open 2 days ago" would read as if it were not any more.
  return (
    <>
      {t(reopened ? 'alert.reopenedWhen' : 'alert.detectedWhen', {
        status,
        when: <RelativeTime at={reopened?.createdAt ?? detectedAt} />,
      })}
    </>
  );
}

export function AlertHeadline(props: { readonly alert: AlertDetail }) {
  const classes = useStyles();
  const { alert } = props;
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef)();
  const inProject = `${root}/alerts?${new URLSearchParams({
    project: alert.project,
  })}`;
  return (
    <header>
      <Typography variant="body2" component="div" className={classes.facts}>
        <span>
          <SeverityLabel severity={alert.severity} />
        </span>
        <span>{t(`alertType.${alert.alertType}`)}</span>
        <span>
          <StatusSince alert={alert} />
        </span>
        {alert.snoozedUntil && (
          <span>
            {t('snooze.until', {
              when: <RelativeTime at={alert.snoozedUntil} />,
            })}
          </span>
        )}
        <span>
          <Link to={inProject}>{alert.project}</Link>
        </span>
        <span title={alert.metricName}>{alertSubject(alert, t)}</span>
      </Typography>
      <Typography
        variant="h5"
        component="h2"
        className={classes.title}
        lang={STORED_LANGUAGE}
      >
        {alert.title}
      </Typography>
      <Typography
        variant="body1"
        className={classes.sentence}
        lang={STORED_LANGUAGE}
      >
        {unbroken(alert.description)}
      </Typography>
    </header>
  );
}
