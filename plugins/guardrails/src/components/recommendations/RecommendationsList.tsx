/** The recommendations of a project, or of all: to do, in progress, finished. */
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  recommendationReadPermission,
  type Recommendation,
  type RecommendationDetail,
  type RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import { MouseEvent, useEffect, useRef } from 'react';
import { guardrailsApiRef } from '../../api';
import { usePages, type Pages } from '../../data';
import type { Scope } from '../../scope';
import { Announcement } from '../actions';
import { MoreItems } from '../filters';
import { ErrorState, LoadingSkeleton, RequestView } from '../states';
import {
  GROUPS,
  GROUP_STATUSES,
  GROUP_TITLE,
  groupOf,
  withItem,
  withoutItem,
  type Group,
} from './groups';
import { NoRecommendations } from './NoRecommendations';
import { RecommendationCard } from './RecommendationCard';
import { RecommendationFilterBar } from './RecommendationFilterBar';
import { useRecommendationChanges } from './useRecommendationChanges';
import { useRecommendationFilters } from './useRecommendationFilters';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
    },
    group: { marginBottom: theme.spacing(4) },
    groupTitle: { marginBottom: theme.spacing(1) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'GuardrailsRecommendationsList' },
);

/** Height of a card with two steps, in pixels. */
const CARD_HEIGHT = 212;

/** The item whose step was taken last, while the server has not answered. */
interface Followed {
  readonly id: string;
  readonly scroll: boolean;
  settled: boolean;
}

const NOTHING_IN: Readonly<Record<Group, string>> = {
  todo: 'Nothing to do.',
  inProgress: 'Nothing in progress.',
  finished: 'Nothing finished yet.',
};

function useGroup(
  group: Group,
  scope: Scope,
  owner: string,
  shown: boolean,
): Pages<Recommendation> {
  const api = useApi(guardrailsApiRef);
  const { project, entityRef } = scope;
  return usePages<Recommendation>(
    shown ? JSON.stringify([project, entityRef, owner]) : undefined,
    (cursor, signal) =>
      api.listRecommendations(
        {
          project,
          entityRef,
          owner: owner || undefined,
          status: GROUP_STATUSES[group],
          cursor,
        },
        { signal },
      ),
    { keepPrevious: true },
  );
}

export function RecommendationsList(props: { readonly scope: Scope }) {
  const classes = useStyles();
  const { scope } = props;
  const filters = useRecommendationFilters();
  const shows = (group: Group) => filters.groups.includes(group);
  const pages: Readonly<Record<Group, Pages<Recommendation>>> = {
    todo: useGroup('todo', scope, filters.owner, shows('todo')),
    inProgress: useGroup(
      'inProgress',
      scope,
      filters.owner,
      shows('inProgress'),
    ),
    finished: useGroup('finished', scope, filters.owner, shows('finished')),
  };

  const changes = useRecommendationChanges((detail: RecommendationDetail) => {
    for (const group of GROUPS) {
      pages[group].edit(page =>
        group === groupOf(detail.status)
          ? withItem(page, detail)
          : withoutItem(page, detail.id),
      );
    }
  });

  // What is on its way to another group is shown there at once.
  const itemsOf = (group: Group): readonly Recommendation[] => {
    const all = filters.groups.flatMap(
      each => pages[each].request.value?.items ?? [],
    );
    const moved = all
      .map(changes.show)
      .filter(item => groupOf(item.status) === group);
    return moved.sort(
      (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt),
    );
  };
  const totalOf = (group: Group): number => {
    const { items, totalItems } = pages[group].request.value!;
    return (totalItems ?? items.length) + itemsOf(group).length - items.length;
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
        subject="the recommendations"
        permission={recommendationReadPermission.name}
        onRetry={() => failed.forEach(group => pages[group].request.reload())}
      />
    );
  }

  const empty = filters.groups.every(
    group => pages[group].request.value?.totalItems === 0,
  );

  return (
    <>
      <div className={classes.head}>
        <Announcement>{changes.announcement}</Announcement>
        <RecommendationFilterBar filters={filters} />
      </div>
      {empty ? (
        <NoRecommendations filters={filters} />
      ) : (
        filters.groups.map(group => (
          <section
            key={group}
            className={classes.group}
            aria-label={GROUP_TITLE[group]}
          >
            <RequestView
              request={pages[group].request}
              subject="the recommendations"
              permission={recommendationReadPermission.name}
              skeleton={
                <LoadingSkeleton
                  subject="the recommendations"
                  height={CARD_HEIGHT}
                />
              }
            >
              {() => (
                <>
                  <Typography
                    variant="h6"
                    component="h3"
                    className={classes.groupTitle}
                  >
                    {GROUP_TITLE[group]} ({totalOf(group)})
                  </Typography>
                  {itemsOf(group).length === 0 && (
                    <Typography variant="body2" color="textSecondary">
                      {NOTHING_IN[group]}
                    </Typography>
                  )}
                  <ul className={classes.list} aria-label={GROUP_TITLE[group]}>
                    {itemsOf(group).map(item => (
                      <li key={item.id}>
                        <RecommendationCard
                          recommendation={item}
                          showAlert
                          showProject={!scope.project && !scope.entityRef}
                          saving={changes.isSaving(item.id)}
                          refusal={changes.refusalOf(item.id)}
                          onForgetRefusal={() => changes.forgetRefusal(item.id)}
                          onAssign={owner => changes.assign(item, owner)}
                          onStep={(to, note, event) =>
                            step(item, to, note, event)
                          }
                          titleRef={element => {
                            if (element) titles.current.set(item.id, element);
                            else titles.current.delete(item.id);
                          }}
                        />
                      </li>
                    ))}
                  </ul>
                  <MoreItems pages={pages[group]} noun="recommendations" />
                </>
              )}
            </RequestView>
          </section>
        ))
      )}
    </>
  );
}
