/** A widget of the home page: the worst alerts that are open, and the way to all of them. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type AlertList,
  type GuardrailsApi,
  type ProjectSummary,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useNow, useRequest } from '../../data';
import { isCheckLate } from '../../freshness';
import { alertRouteRef, rootRouteRef } from '../../routes';
import { STORED_LANGUAGE, useWords } from '../../words';
import { LateCheck } from '../check';
import { RelativeTime, SeverityLabel } from '../labels';
import { LoadingSkeleton, RequestView } from '../states';

/** As many as a widget shows without scrolling. */
const SHOWN = 5;

/** Alerts come a few times an hour at most. */
const REFRESH_EVERY_MS = 5 * 60_000;

/** From this width of the widget on, the age has room beside the title; the alert's page has it anyway. */
const ONE_LINE = '@container guardrails-open-alerts (min-width: 28rem)';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      containerType: 'inline-size',
      containerName: 'guardrails-open-alerts',
    },
    alert: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: '5em minmax(0, 1fr)',
      alignItems: 'center',
      gap: theme.spacing(0, 1),
      [ONE_LINE]: { gridTemplateColumns: '5em minmax(0, 1fr) auto' },
      padding: theme.spacing(0.75, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    // One line for each: all of them fit the height that the home page gives a widget.
    title: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    age: {
      display: 'none',
      color: theme.palette.text.secondary,
      whiteSpace: 'nowrap',
      [ONE_LINE]: { display: 'block' },
    },
    all: { marginTop: theme.spacing(1) },
  }),
  { name: 'GuardrailsOpenAlertsWidget' },
);

interface OpenAlerts extends AlertList {
  /** Where no alert is open: of a project whose state the reader may see, to tell how far that can be trusted. */
  readonly summary?: ProjectSummary;
}

async function readOpenAlerts(
  api: GuardrailsApi,
  signal: AbortSignal,
): Promise<OpenAlerts> {
  const worst = await api.listAlerts(
    { status: ['open'], order: 'severity', limit: SHOWN },
    { signal },
  );
  if (worst.items.length > 0) return worst;
  const { items } = await api.listSummaries({ limit: 1 }, { signal });
  return { ...worst, summary: items[0] };
}

/** No alert is open, which says something only where somebody has looked, and lately. */
function NoneOpen(props: { readonly summary: ProjectSummary | undefined }) {
  const { t } = useWords();
  const now = useNow();
  const { summary } = props;
  const at = summary?.lastCheckedAt;
  const isUnchecked = summary !== undefined && at === undefined;
  return (
    <>
      <Typography variant="body2">
        {isUnchecked ? t('alerts.notChecked') : t('overview.noOpen')}
      </Typography>
      {summary && at && isCheckLate(at, [summary], now) && (
        <LateCheck at={at} />
      )}
    </>
  );
}

export function OpenAlertsWidget() {
  const classes = useStyles();
  const { t, number } = useWords();
  const api = useApi(guardrailsApiRef);
  const root = useRouteRef(rootRouteRef);
  const alertLink = useRouteRef(alertRouteRef);
  const request = useRequest(
    'worst open alerts',
    signal => readOpenAlerts(api, signal),
    { refreshEvery: REFRESH_EVERY_MS },
  );
  return (
    <RequestView
      request={request}
      subject={t('subject.alerts')}
      permission={alertReadPermission.name}
      quiet
      skeleton={
        <LoadingSkeleton
          subject={t('subject.alerts')}
          height={24}
          rows={SHOWN}
        />
      }
    >
      {({ items, totalItems, summary }) =>
        items.length === 0 ? (
          <NoneOpen summary={summary} />
        ) : (
          <>
            <ul className={classes.list} aria-label={t('home.list')}>
              {items.map(({ id, severity, title, detectedAt }) => (
                <li key={id} className={classes.alert}>
                  <SeverityLabel severity={severity} />
                  <Link
                    to={alertLink({ id })}
                    className={classes.title}
                    title={title}
                    lang={STORED_LANGUAGE}
                  >
                    {title}
                  </Link>
                  <span className={classes.age}>
                    <RelativeTime at={detectedAt} />
                  </span>
                </li>
              ))}
            </ul>
            <Typography variant="body2" className={classes.all}>
              <Link to={`${root()}/alerts?status=open&order=severity`}>
                {t('home.all', {
                  count: totalItems,
                  number: number(totalItems),
                })}
              </Link>
            </Typography>
          </>
        )
      }
    </RequestView>
  );
}
