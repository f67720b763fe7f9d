/** The alerts of a project, or of all: how many wait, which ones, and the first step on each. */
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type Alert,
  type AlertDetail,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useChanges } from '../../changes';
import { usePages } from '../../data';
import type { Scope } from '../../scope';
import { Announcement } from '../actions';
import { ListHead, MoreItems } from '../filters';
import { Panel } from '../layout';
import { LoadingSkeleton, RequestView } from '../states';
import { AlertFilterBar } from './AlertFilterBar';
import { AlertRow } from './AlertRow';
import { AlertTotals, useAlertTotals } from './AlertTotals';
import { savedWords, stepped } from './alertWords';
import { NoAlerts } from './NoAlerts';
import { useAlertFilters } from './useAlertFilters';
import { MOST_COUNTED, useNewerAlerts } from './useNewerAlerts';

const useStyles = makeStyles(
  {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      containerType: 'inline-size',
      containerName: 'guardrails-alerts',
    },
  },
  { name: 'GuardrailsAlertsList' },
);

/** Height of a row on one line, in pixels. */
const ROW_HEIGHT = 41;

function newerWords(count: number): string {
  const number = count >= MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
  return count === 1 ? '1 new alert' : `${number} new alerts`;
}

export function AlertsList(props: { readonly scope: Scope }) {
  const classes = useStyles();
  const { project, entityRef } = props.scope;
  const api = useApi(guardrailsApiRef);
  const filters = useAlertFilters();
  const totals = useAlertTotals(props.scope);
  const query = () => ({
    project,
    entityRef,
    ...filters.query(new Date()),
  });
  const key = JSON.stringify([project, entityRef, filters.key]);
  const pages = usePages<Alert>(
    key,
    (cursor, signal) => api.listAlerts({ ...query(), cursor }, { signal }),
    { keepPrevious: true },
  );
  const { request } = pages;
  const newer = useNewerAlerts(
    request.value && !request.loading ? key : undefined,
    request.value?.items ?? [],
    query,
  );
  const showNewer = () => {
    request.reload();
    totals.reload();
  };
  const changes = useChanges<Alert, AlertDetail>({
    read: id => api.getAlert(id),
    accept: detail => {
      pages.edit(page => ({
        ...page,
        items: page.items.map(item => (item.id === detail.id ? detail : item)),
      }));
      totals.reload();
    },
  });
  const acknowledge = (alert: Alert) =>
    changes.change({
      seen: alert,
      shown: stepped('acknowledged', new Date()),
      write: ifMatch =>
        api.updateAlert(alert.id, { status: 'acknowledged' }, { ifMatch }),
      saved: savedWords('acknowledged', alert.title),
    });

  return (
    <>
      <ListHead
        totals={<AlertTotals totals={totals} />}
        filters={<AlertFilterBar filters={filters} />}
        news={
          <>
            <Announcement>{changes.announcement}</Announcement>
            <div role="status">
              {newer > 0 && (
                <Button size="small" color="primary" onClick={showNewer}>
                  Show {newerWords(newer)}
                </Button>
              )}
            </div>
          </>
        }
      />
      <RequestView
        request={request}
        subject="the alerts"
        permission={alertReadPermission.name}
        skeleton={
          <LoadingSkeleton subject="the alerts" height={ROW_HEIGHT} rows={6} />
        }
      >
        {page => (
          <>
            {page.items.length === 0 ? (
              <NoAlerts scope={props.scope} filters={filters} />
            ) : (
              <Panel flush>
                <ul className={classes.list} aria-label="Alerts">
                  {page.items.map(alert => (
                    <AlertRow
                      key={alert.id}
                      alert={changes.show(alert)}
                      showProject={!project && !entityRef}
                      saving={changes.isSaving(alert.id)}
                      refusal={changes.refusalOf(alert.id)}
                      onAcknowledge={() => acknowledge(alert)}
                      onForgetRefusal={() => changes.forgetRefusal(alert.id)}
                    />
                  ))}
                </ul>
              </Panel>
            )}
            <MoreItems pages={pages} noun="alerts" />
          </>
        )}
      </RequestView>
    </>
  );
}
