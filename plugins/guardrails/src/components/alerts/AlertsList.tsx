/** The alerts of a project, or of all: how many wait, which ones, and the first step on each. */
import { useAnalytics, useApi, useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type Alert,
  type AlertStatus,
  type AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import {
  type FocusEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { guardrailsApiRef } from '../../api';
import { held, MOST_ASKED, type Page, usePages } from '../../data';
import { alertRouteRef } from '../../routes';
import type { Scope } from '../../scope';
import { Announcement } from '../actions';
import { useCheckWarning, useHeldForCheck, useLastCheck } from '../check';
import { ListHead, MoreItems } from '../filters';
import { LongList, Panel, type LongListHandle } from '../layout';
import { LoadingSkeleton, RequestView, Steady } from '../states';
import { AlertFilterBar } from './AlertFilterBar';
import { AlertColumns, AlertRow, ROW_HEIGHT } from './AlertRow';
import { AlertsPlace } from './AlertsPlace';
import { ChosenAlerts, type ChosenHandle } from './ChosenAlerts';
import { KeyHelp } from './KeyHelp';
import { useKeysOn } from './useKeysOn';
import { useLeaving, useLeftList } from './useLeftList';
import { ALERT_ROW, alertOf, useAlertKeys } from './useAlertKeys';
import { useChosen } from './useChosen';
import { AlertTotals, useAlertTotals } from './AlertTotals';
import { NoAlerts } from './NoAlerts';
import { useAlertFilters } from './useAlertFilters';
import { useListSteps } from './useListSteps';
import { useLiveAlerts } from './useLiveAlerts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    // Who has no keyboard has no use for it.
    keys: { '@media (pointer: coarse)': { display: 'none' } },
    // The end of the list can be read above the bar of the chosen.
    aboveBar: { [theme.breakpoints.down('xs')]: { paddingBottom: 150 } },
  }),
  { name: 'GuardrailsAlertsList' },
);

const NOTHING: Page<Alert> = { items: [] };

/** An answer may be older than what the reader did meanwhile. That a snooze ended changes nothing else. */
function withNewer(page: Page<Alert>, alerts: readonly Alert[]): Page<Alert> {
  const byId = new Map(alerts.map(alert => [alert.id, alert]));
  const items = page.items.map(item => {
    const found = byId.get(item.id);
    if (!found) return item;
    const later = Date.parse(found.updatedAt) - Date.parse(item.updatedAt);
    const isNewer =
      later === 0 ? found.snoozedUntil !== item.snoozedUntil : later > 0;
    return isNewer ? found : item;
  });
  return items.some((item, at) => item !== page.items[at])
    ? { ...page, items }
    : page;
}

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
  const left = useLeftList(key);
  const pages = usePages<Alert>(
    key,
    (cursor, signal) => api.listAlerts({ ...query(), cursor }, { signal }),
    { keepPrevious: 'until-refused', given: left?.page },
  );
  const { request } = pages;
  const waits = useHeldForCheck(check, request.value !== undefined);
  const warning = useCheckWarning(props.scope, check.value);
  const goesToNewer = useRef(false);
  const showNewer = () => {
    goesToNewer.current = true;
    request.reload();
    totals.reload();
  };
  const accept = (changed: readonly Alert[]) => {
    const byId = new Map(changed.map(alert => [alert.id, alert]));
    pages.edit(page => ({
      ...page,
      items: page.items.map(item => byId.get(item.id) ?? item),
    }));
    totals.reload();
  };
  const live = useLiveAlerts(
    request.value && !request.loading ? key : undefined,
    {
      shown: request.value ?? NOTHING,
      query,
      accept: alerts => pages.edit(page => withNewer(page, alerts)),
      onRenew: () => {
        // The first time they are on their way already.
        if (totals.value) totals.reload();
      },
    },
  );
  const { newer } = live;
  // What is shown may be old, too, where it could not be asked for anew.
  const asked = live.error
    ? { ...request, error: live.error, reload: () => live.renew() }
    : request;
  const items = (request.value ?? NOTHING).items;
  const steps = useListSteps(items, accept);
  const { hint, say, step } = steps;
  const said = hint || steps.announcement;
  const changeMany = async (alerts: readonly Alert[], update: AlertUpdate) => {
    const outcome = await steps.changeMany(alerts, update);
    // Most that are refused were changed by somebody else.
    if (outcome.refused > 0) live.renew();
    return outcome;
  };
  const chosen = useChosen(items);
  // What was said of one is not about those that are chosen next.
  const areChosen = chosen.alerts.length > 0;
  useEffect(() => say(''), [say, chosen.alerts.length]);
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
  const bar = useRef<ChosenHandle>(null);
  // A row that is not chosen itself is meant alone.
  const stepByKey = (
    id: string | undefined,
    to: Exclude<AlertStatus, 'open'>,
  ) => {
    if (id && !chosen.has(id)) step(id, to);
    else if (areChosen) bar.current?.step(to);
    else say(t('alerts.noneMeant'));
  };
  const acknowledge = useCallback(
    (id: string) => step(id, 'acknowledged'),
    [step],
  );
  const lastRow = useRef(left?.alertId);
  const noteRow = ({ target }: FocusEvent) => {
    lastRow.current = alertOf(target) ?? lastRow.current;
  };
  useEffect(() => {
    if (!left) return;
    live.renew();
    // A row that is far away is drawn for it, which React does not do among its effects.
    queueMicrotask(() =>
      rowOf(left.alertId)?.querySelector<HTMLElement>('a')?.focus(),
    );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- on the way in, and only then
  }, [left]);
  useLeaving(() =>
    request.value && !request.loading && lastRow.current
      ? { key, page: request.value, alertId: lastRow.current }
      : undefined,
  );
  const alertLink = useRouteRef(alertRouteRef);
  const analytics = useAnalytics();
  // As the links of the kit tell of it.
  const opened = useCallback(
    ({ id, title }: Alert, href: string) => {
      // Some browsers give no focus to a link that is clicked.
      lastRow.current = id;
      analytics.captureEvent('click', title, { attributes: { to: href } });
    },
    [analytics],
  );
  const showProject = !project && !entityRef;
  const [areKeysOn, setKeysOn] = useKeysOn();
  useAlertKeys(areKeysOn, root, items, lastRow, {
    goTo: id => rowOf(id)?.querySelector<HTMLElement>('a')?.focus(),
    acknowledge: id => stepByKey(id, 'acknowledged'),
    resolve: id => stepByKey(id, 'resolved'),
    toggle: id => id && chosen.toggle(id),
    help: () => setHelping(true),
  });

  return (
    <div
      ref={root}
      onFocus={noteRow}
      className={areChosen ? classes.aboveBar : undefined}
    >
      <KeyHelp
        open={helping}
        areOn={areKeysOn}
        onSwitch={setKeysOn}
        onClose={() => setHelping(false)}
      />
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
        newsStays={areChosen || newer > 0 || said !== ''}
        news={
          <>
            <ChosenAlerts
              chosen={chosen.alerts}
              isSaving={steps.isSaving}
              shown={items.length}
              onChange={changeMany}
              onChooseAll={chosen.all}
              onClear={clearChosen}
              hint={hint}
              onHint={say}
              handle={bar}
            />
            {!areChosen && <Announcement>{said}</Announcement>}
            <div role="status">
              {newer > 0 && (
                <Button size="small" color="primary" onClick={showNewer}>
                  {t('alerts.showNewer', {
                    count: newer,
                    // So many are told as `200+`.
                    shown:
                      newer >= MOST_ASKED
                        ? `${number(MOST_ASKED)}+`
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
          request={waits ? held(request) : asked}
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
                          alert={steps.show(alert)}
                          chosen={chosen.has(alert.id)}
                          saving={steps.isSaving(alert.id)}
                          refusal={steps.refusalOf(alert.id)}
                          linkTo={alertLink}
                          showProject={showProject}
                          onChoose={chosen.toggle}
                          onOpen={opened}
                          onAcknowledge={acknowledge}
                          onForgetRefusal={steps.forgetRefusal}
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
                  {t(areKeysOn ? 'keys.show' : 'keys.showOff')}
                </Button>
              )}
            </>
          )}
        </RequestView>
      </Steady>
    </div>
  );
}
