/** The recommendations of a project, or of all: to do, in progress, finished. */
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  recommendationReadPermission,
  type Recommendation,
  type RecommendationDetail,
  type RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import { MouseEvent, useEffect, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { held, MOST_ASKED, useHeld, usePages, type Pages } from '../../data';
import { useNames } from '../../people';
import type { Scope } from '../../scope';
import { Announcement } from '../actions';
import { useCheckWarning, useHeldForCheck, useLastCheck } from '../check';
import { ListHead } from '../filters';
import { ErrorState, Steady } from '../states';
import {
  GROUPS,
  GROUP_STATUSES,
  groupOf,
  withItem,
  withoutItem,
  worstAlertFirst,
  type Group,
} from './groups';
import { NoRecommendations } from './NoRecommendations';
import { RecommendationCard } from './RecommendationCard';
import { RecommendationFilterBar } from './RecommendationFilterBar';
import { RecommendationGroup } from './RecommendationGroup';
import { useLiveRecommendations } from './useLiveRecommendations';
import { useRecommendationChanges } from './useRecommendationChanges';
import {
  useRecommendationFilters,
  type RecommendationFilters,
} from './useRecommendationFilters';
import { SavingsByTeam } from '../savings';
import { useWords } from '../../words';

const COUNTED = {
  todo: 'recommendations.countTodo',
  inProgress: 'recommendations.countInProgress',
  finished: 'recommendations.countFinished',
} as const;

/** The item whose step was taken last, while the server has not answered. */
interface Followed {
  readonly id: string;
  readonly scroll: boolean;
  settled: boolean;
}

function useGroup(
  group: Group,
  scope: Scope,
  { owner, order }: Pick<RecommendationFilters, 'owner' | 'order'>,
  shown: boolean,
): Pages<Recommendation> {
  const api = useApi(guardrailsApiRef);
  const { project, entityRef } = scope;
  return usePages<Recommendation>(
    shown ? JSON.stringify([project, entityRef, owner, order]) : undefined,
    (cursor, signal) =>
      api.listRecommendations(
        {
          project,
          entityRef,
          owner: owner || undefined,
          status: GROUP_STATUSES[group],
          sort: order,
          cursor,
        },
        { signal },
      ),
    { keepPrevious: 'until-refused' },
  );
}

export function RecommendationsList(props: {
  readonly scope: Scope;
  /** The scope is what the page's address names, and the reader may name another. */
  readonly ofAnyProject?: boolean;
}) {
  const { t, number } = useWords();
  const { scope } = props;
  const filters = useRecommendationFilters();
  const check = useLastCheck(scope);
  const shows = (group: Group) => filters.groups.includes(group);
  const pages: Readonly<Record<Group, Pages<Recommendation>>> = {
    todo: useGroup('todo', scope, filters, shows('todo')),
    inProgress: useGroup('inProgress', scope, filters, shows('inProgress')),
    finished: useGroup('finished', scope, filters, shows('finished')),
  };

  const isUnderWay = filters.groups.some(
    group => !pages[group].request.value && !pages[group].request.error,
  );
  const shown = filters.groups.flatMap(
    group => pages[group].request.value?.items ?? [],
  );
  const { areKnown } = useNames(
    isUnderWay ? [] : shown.map(({ owner }) => owner),
  );
  const waitsForCheck = useHeldForCheck(
    check,
    filters.groups.some(group => pages[group].request.value !== undefined),
  );
  // Where a card's line breaks depends on its owner's name.
  const waitsForNames = useHeld(areKnown, !isUnderWay);
  const waits = waitsForCheck || waitsForNames;

  const warning = useCheckWarning(scope, check.value);

  const [savingsChanges, setSavingsChanges] = useState(0);

  const changes = useRecommendationChanges((detail: RecommendationDetail) => {
    if (detail.savings) setSavingsChanges(before => before + 1);
    for (const group of GROUPS) {
      pages[group].edit(page =>
        group === groupOf(detail.status)
          ? withItem(page, detail)
          : withoutItem(page, detail.id),
      );
    }
  });

  const isLoading = filters.groups.some(group => pages[group].request.loading);
  const live = useLiveRecommendations(
    isLoading || isUnderWay
      ? undefined
      : JSON.stringify([scope, filters.owner, filters.order, filters.groups]),
    {
      shown,
      query: {
        project: scope.project,
        entityRef: scope.entityRef,
        owner: filters.owner || undefined,
        status: filters.groups.flatMap(group => GROUP_STATUSES[group]),
      },
      isWhole: ({ status }) => !pages[groupOf(status)].hasMore,
      isSaving: changes.isSaving,
    },
  );
  // What others do meanwhile is met when it is saved, and not while it is written.
  const [writtenIn, setWrittenIn] = useState<string>();
  const newest = (item: Recommendation) =>
    item.id === writtenIn ? item : changes.show(live.now(item));

  // What is on its way to another group is shown there at once.
  const itemsOf = (group: Group): readonly Recommendation[] => {
    const moved = shown
      .map(changes.show)
      .filter(item => groupOf(item.status) === group);
    // The others are in the order in which they came.
    return filters.order === 'severity' ? worstAlertFirst(moved) : moved;
  };
  const totalOf = (group: Group): number | undefined => {
    const page = pages[group].request.value;
    if (!page) return undefined;
    const { items, totalItems = items.length } = page;
    return totalItems + itemsOf(group).length - items.length;
  };

  // The focus follows an item into its new group, and back when the server refuses.
  const titles = useRef(new Map<string, HTMLElement>());
  const followed = useRef<Followed>();
  useEffect(() => {
    if (!followed.current) return;
    const { id, scroll, settled } = followed.current;
    if (document.activeElement === document.body) {
      titles.current.get(id)?.focus({ preventScroll: !scroll });
    }
    if (settled) followed.current = undefined;
  });
  // The button that showed what changed goes; who pressed it by keyboard is led to what it showed.
  const goesToChanged = useRef(false);
  useEffect(() => {
    if (!goesToChanged.current || isLoading || live.moved > 0) return;
    goesToChanged.current = false;
    if (document.activeElement !== document.body) return;
    const [first] = filters.groups.flatMap(itemsOf);
    if (first) titles.current.get(first.id)?.focus();
  });
  const showChanged = () => {
    goesToChanged.current = true;
    filters.groups.forEach(group => pages[group].request.reload());
    setSavingsChanges(before => before + 1);
  };
  const step = async (
    item: Recommendation,
    to: RecommendationStatus,
    note: string | undefined,
    event: MouseEvent,
  ) => {
    const following: Followed = {
      id: item.id,
      // A pointer stays where it is; a keyboard reader goes along.
      scroll: event.detail === 0,
      settled: false,
    };
    followed.current = following;
    const saved = await changes.step(item, to, note);
    following.settled = true;
    return saved;
  };

  const failed = filters.groups.filter(
    group => !pages[group].request.value && pages[group].request.error,
  );
  if (failed.length > 0) {
    // One cause, told once.
    return (
      <ErrorState
        error={pages[failed[0]].request.error!}
        subject={t('subject.recommendations')}
        permission={recommendationReadPermission.name}
        onRetry={() => failed.forEach(group => pages[group].request.reload())}
      />
    );
  }

  const counted = filters.groups
    .filter(group => pages[group].request.value)
    .map(group => t(COUNTED[group], { number: number(totalOf(group) ?? 0) }))
    .join(' · ');
  const empty = filters.groups.every(
    group => pages[group].request.value?.totalItems === 0,
  );

  const isWaiting = waits || isUnderWay;
  const asked = (group: Group) => {
    const { request } = pages[group];
    if (waits) return held(request);
    // What is shown may be old, too, where it could not be asked for anew; once is enough to tell.
    return live.error && group === filters.groups[0]
      ? { ...request, error: live.error, reload: live.renew }
      : request;
  };

  return (
    <>
      <ListHead
        totals={
          <Typography variant="h6" component="h2">
            {counted || t('recommendations.counting')}
          </Typography>
        }
        filters={
          <RecommendationFilterBar
            filters={filters}
            ofAnyProject={props.ofAnyProject ?? false}
          />
        }
        newsStays={live.moved > 0}
        news={
          <>
            <Announcement>{changes.announcement}</Announcement>
            <div role="status">
              {live.moved > 0 && (
                <Button size="small" color="primary" onClick={showChanged}>
                  {t('recommendations.showChanged', {
                    count: live.moved,
                    shown:
                      live.moved >= MOST_ASKED
                        ? `${number(MOST_ASKED)}+`
                        : number(live.moved),
                  })}
                </Button>
              )}
            </div>
          </>
        }
      />
      <Steady warning={warning} drawn={!isWaiting}>
        {empty && !waits ? (
          <NoRecommendations filters={filters} check={check.value} />
        ) : (
          // The length of a group is known when its answer is there: what stands below one comes after it, and jumps not.
          (isWaiting ? filters.groups.slice(0, 1) : filters.groups).map(
            group => (
              <RecommendationGroup
                key={group}
                group={group}
                pages={{ ...pages[group], request: asked(group) }}
                total={totalOf(group)}
                items={itemsOf(group)}
                renderItem={item => (
                  <RecommendationCard
                    recommendation={newest(item)}
                    onWriting={isWriting =>
                      setWrittenIn(isWriting ? item.id : undefined)
                    }
                    showAlert
                    showProject={!scope.project && !scope.entityRef}
                    saving={changes.isSaving(item.id)}
                    refusal={changes.refusalOf(item.id)}
                    onForgetRefusal={() => changes.forgetRefusal(item.id)}
                    onAssign={owner => changes.assign(newest(item), owner)}
                    onStep={(to, note, event) =>
                      step(newest(item), to, note, event)
                    }
                    titleRef={element => {
                      if (element) titles.current.set(item.id, element);
                      else titles.current.delete(item.id);
                    }}
                  />
                )}
              />
            ),
          )
        )}
        {!empty && !isWaiting && shows('finished') && (
          <SavingsByTeam scope={scope} changes={savingsChanges} />
        )}
      </Steady>
    </>
  );
}
