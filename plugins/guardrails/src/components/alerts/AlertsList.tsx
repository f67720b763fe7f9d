/** The alerts of a project, or of all: how many wait, which ones, and the first step on each. */
import { useAnalytics, useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type Alert,
  type AlertDetail,
  type AlertStatus,
  type AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { useChanges } from '../../changes';
import { useChangeSignal, usePages } from '../../data';
import { alertRouteRef } from '../../routes';
import type { Scope } from '../../scope';
import { Announcement } from '../actions';
import { held, useCheckWarning, useHeldForCheck, useLastCheck } from '../check';
import { ListHead, MoreItems } from '../filters';
import { LongList, Panel, type LongListHandle } from '../layout';
import { LoadingSkeleton, RequestView, Steady } from '../states';
import { AlertFilterBar } from './AlertFilterBar';
import { AlertColumns, AlertRow, ROW_HEIGHT } from './AlertRow';
import { AlertsPlace } from './AlertsPlace';
import { ChosenAlerts } from './ChosenAlerts';
import { KeyHelp } from './KeyHelp';
import { ALERT_ROW, useAlertKeys } from './useAlertKeys';
import { useChosen } from './useChosen';
import { AlertTotals, useAlertTotals } from './AlertTotals';
import { stepped, updated } from './alertWords';
import { updateMany } from './updateMany';
import { NoAlerts } from './NoAlerts';
import { useAlertFilters } from './useAlertFilters';
import { MOST_COUNTED, useNewerAlerts } from './useNewerAlerts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  {
    // Who has no keyboard has no use for it.
    keys: { '@media (pointer: coarse)': { display: 'none' } },
  },
  { name: 'GuardrailsAlertsList' },
);

const NONE: readonly Alert[] = [];

export function AlertsList(props: {
  readonly scope: Scope;
  /** The scope is what the page's address names, and the reader may name another. */
  readonly ofAnyProject?: boolean;
}) {
  const classes = useStyles();
  const { t, number } = useWords();
  const { project, entityRef } = props.scope;
  const api = useApi(guardrailsApiRef);
  const filters = useAlertFilters();
  const totals = useAlertTotals(props.scope);
  const check = useLastCheck(props.scope);
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
  const waits = useHeldForCheck(check, request.value !== undefined);
  const warning = useCheckWarning(props.scope, check.value);
  const { count: newer, recount } = useNewerAlerts(
    request.value && !request.loading ? key : undefined,
    request.value?.items ?? NONE,
    query,
  );
  const goesToNewer = useRef(false);
  const showNewer = () => {
    goesToNewer.current = true;
    request.reload();
    totals.reload();
  };
  const acceptMany = (changed: readonly Alert[]) => {
    const byId = new Map(changed.map(alert => [alert.id, alert]));
    pages.edit(page => ({
      ...page,
      items: page.items.map(item => byId.get(item.id) ?? item),
    }));
    totals.reload();
  };
  const changes = useChanges<Alert, AlertDetail>({
    read: id => api.getAlert(id),
    accept: detail => acceptMany([detail]),
    acceptMany,
  });
  const step = (alert: Alert, to: AlertStatus) =>
    changes.change({
      seen: alert,
      shown: stepped(to, new Date()),
      write: ifMatch => api.updateAlert(alert.id, { status: to }, { ifMatch }),
      saved: t(`alerts.saved_${to}`, { title: alert.title }),
    });
  const changeMany = (alerts: readonly Alert[], update: AlertUpdate) =>
    changes.changeMany({
      seen: alerts,
      shown: updated(update, new Date()),
      write: ids => updateMany(api, ids, update),
    });
  const items = request.value?.items ?? NONE;
  // What others do shows in its row; what is new is counted, and waits above the list.
  useChangeSignal(({ type, id }) => {
    if (type !== 'alert' || changes.isSaving(id)) return;
    if (!items.some(item => item.id === id)) {
      recount();
      return;
    }
    api.getAlert(id).then(
      detail =>
        pages.edit(page => ({
          ...page,
          items: page.items.map(item => (item.id === id ? detail : item)),
        })),
      // Nothing to tell: the row is as old as it was before the signal, and the next one may succeed.
      () => undefined,
    );
  });
  const chosen = useChosen(items);
  const [helping, setHelping] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<LongListHandle>(null);
  const rowOf = (id: string) => {
    list.current?.bring(items.findIndex(item => item.id === id));
    return root.current?.querySelector<HTMLElement>(
      `[${ALERT_ROW}="${CSS.escape(id)}"]`,
    );
  };
  // The button that showed them goes; who pressed it by keyboard is led to what it showed.
  useEffect(() => {
    if (!goesToNewer.current || newer > 0 || request.loading) return;
    goesToNewer.current = false;
    if (document.activeElement !== document.body || items.length === 0) return;
    rowOf(items[0].id)?.querySelector<HTMLElement>('a')?.focus();
  });
  const clearChosen = () => {
    const [first] = chosen.alerts;
    chosen.clear();
    // Its button goes too; the list stays where it is.
    rowOf(first.id)
      ?.querySelector<HTMLElement>('input')
      ?.focus({ preventScroll: true });
  };
  const stepById = async (id: string, to: AlertStatus) => {
    const alert = items.find(each => each.id === id);
    return alert && changes.show(alert).allowedTransitions.includes(to)
      ? step(alert, to)
      : false;
  };
  // The rows get the same function each time, so that a change of one draws one anew.
  const latest = useRef(stepById);
  useEffect(() => {
    latest.current = stepById;
  });
  const acknowledge = useCallback(
    (id: string) => latest.current(id, 'acknowledged'),
    [],
  );
  const alertLink = useRouteRef(alertRouteRef);
  const analytics = useAnalytics();
  // As the links of the kit tell of it.
  const opened = useCallback(
    (title: string, href: string) =>
      analytics.captureEvent('click', title, { attributes: { to: href } }),
    [analytics],
  );
  const showProject = !project && !entityRef;
  useAlertKeys(root, items, {
    goTo: id => rowOf(id)?.querySelector<HTMLElement>('a')?.focus(),
    acknowledge,
    resolve: id => stepById(id, 'resolved'),
    toggle: chosen.toggle,
    help: () => setHelping(true),
  });

  return (
    <div ref={root}>
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
      <ListHead
        totals={
          <AlertTotals
            totals={totals}
            isTold={request.error !== undefined && !request.value}
          />
        }
        filters={
          <AlertFilterBar
            filters={filters}
            ofAnyProject={props.ofAnyProject ?? false}
          />
        }
        news={
          <>
            <ChosenAlerts
              chosen={chosen.alerts}
              isSaving={changes.isSaving}
              shown={items.length}
              onChange={changeMany}
              onChooseAll={chosen.all}
              onClear={clearChosen}
            />
            {chosen.alerts.length === 0 && (
              <Announcement>{changes.announcement}</Announcement>
            )}
            <div role="status">
              {newer > 0 && (
                <Button size="small" color="primary" onClick={showNewer}>
                  {t('alerts.showNewer', {
                    count: newer,
                    shown:
                      newer >= MOST_COUNTED
                        ? `${number(MOST_COUNTED)}+`
                        : number(newer),
                  })}
                </Button>
              )}
            </div>
          </>
        }
      />
      <Steady warning={warning} drawn={request.value !== undefined && !waits}>
        <RequestView
          request={waits ? held(request) : request}
          subject={t('subject.alerts')}
          permission={alertReadPermission.name}
          skeleton={
            <LoadingSkeleton
              subject={t('subject.alerts')}
              height={ROW_HEIGHT}
              rows={6}
            />
          }
        >
          {page => (
            <>
              {page.items.length === 0 ? (
                <NoAlerts check={check} filters={filters} />
              ) : (
                <Panel flush>
                  <AlertsPlace>
                    <AlertColumns showProject={showProject} />
                    <LongList
                      aria-label={t('alerts.list')}
                      items={page.items}
                      itemHeight={ROW_HEIGHT}
                      handle={list}
                    >
                      {(alert, place) => (
                        <AlertRow
                          {...place}
                          alert={changes.show(alert)}
                          chosen={chosen.has(alert.id)}
                          saving={changes.isSaving(alert.id)}
                          refusal={changes.refusalOf(alert.id)}
                          linkTo={alertLink}
                          showProject={showProject}
                          onChoose={chosen.toggle}
                          onOpen={opened}
                          onAcknowledge={acknowledge}
                          onForgetRefusal={changes.forgetRefusal}
                        />
                      )}
                    </LongList>
                  </AlertsPlace>
                </Panel>
              )}
              <MoreItems pages={pages} noun="alerts" />
              {page.items.length > 0 && (
                <Button
                  size="small"
                  className={classes.keys}
                  onClick={() => setHelping(true)}
                >
                  {t('keys.show')}
                </Button>
              )}
            </>
          )}
        </RequestView>
      </Steady>
    </div>
  );
}
