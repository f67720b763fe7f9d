/** Periods in which nothing fires because somebody expects it: those to come, those that run, and those that are over. */
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type PlannedActivity,
} from '@cloudops/plugin-guardrails-common';
import { useEffect, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { held, useHeld, usePages, useQueryParameter } from '../../data';
import { useNames } from '../../people';
import { useWords } from '../../words';
import { FilterBar, FilterSelect, MoreItems, ProjectField } from '../filters';
import { focusRing, Panel, Section } from '../layout';
import {
  EmptyState,
  focusPlace,
  LoadingSkeleton,
  RequestView,
} from '../states';
import { ActivityRow } from './ActivityRow';
import { PlanForm } from './PlanForm';
import { usePlanning, type Planning } from './usePlanning';

const STATES = ['current', 'past', 'all'] as const;
type StateChoice = (typeof STATES)[number];

const useStyles = makeStyles(
  theme => ({
    // As high as a button, so that news does not push the list down.
    news: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      minHeight: 36,
    },
    undo: focusRing(theme),
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'GuardrailsPlanned' },
);

function News(props: { readonly planning: Planning }) {
  const classes = useStyles();
  const { t } = useWords();
  const { news, refusal, cancelled, saving, undo } = props.planning;
  const said = useRef<HTMLDivElement>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  // The button of what was cancelled goes, and so does the one that takes it back: each leads on to what it led to.
  useEffect(() => {
    if (!cancelled) return undefined;
    const line = said.current;
    undoButton.current?.focus({ preventScroll: true });
    return () => {
      if (document.activeElement === document.body) focusPlace(line);
    };
  }, [cancelled]);
  return (
    <div className={classes.news}>
      <Typography variant="body2" component="div" role="status" ref={said}>
        {news}
      </Typography>
      {cancelled && (
        <Button
          size="small"
          color="primary"
          ref={undoButton}
          // The kit's sign is not there yet when it gets the focus.
          disableFocusRipple
          className={classes.undo}
          aria-disabled={saving}
          onClick={() => {
            if (!saving) undo();
          }}
        >
          {t('planned.undo')}
        </Button>
      )}
      {refusal && (
        <Typography variant="body2" color="error" role="alert">
          {refusal}
        </Typography>
      )}
    </div>
  );
}

export function PlannedSection() {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [chosen, setChosen] = useQueryParameter<string>('project', '');
  const project = chosen || undefined;
  const [state, setState] = useQueryParameter<StateChoice>(
    'state',
    'current',
    STATES,
  );
  const [isPlanning, setIsPlanning] = useState(false);
  const activities = usePages<PlannedActivity>(
    `planned ${project} ${state}`,
    (cursor, signal) =>
      api.listPlannedActivities({ project, state, cursor }, { signal }),
    { keepPrevious: 'until-refused' },
  );
  const { request } = activities;
  const { nameOf, areKnown } = useNames(
    request.value?.items.flatMap(each => [each.plannedBy, each.cancelledBy]),
  );
  // Where a line breaks depends on the names in it.
  const waits = useHeld(areKnown, request.value !== undefined);
  const planning = usePlanning(request.reload);
  return (
    <Section
      what={t('planned.what')}
      filters={
        <FilterBar label={t('planned.filter')}>
          <ProjectField value={chosen} onChange={setChosen} />
          <FilterSelect
            label={t('planned.state')}
            long
            value={state}
            choices={STATES}
            choiceLabel={choice => t(`planned.show_${choice}`)}
            onChange={setState}
          />
          <Button
            variant="outlined"
            color="primary"
            aria-expanded={isPlanning}
            onClick={() => setIsPlanning(true)}
          >
            {t('planned.plan')}
          </Button>
        </FilterBar>
      }
    >
      {isPlanning && (
        <PlanForm
          project={chosen}
          onPlan={planning.plan}
          onClose={() => setIsPlanning(false)}
        />
      )}
      <News planning={planning} />
      <RequestView
        request={waits ? held(request) : request}
        subject={t('subject.planned')}
        permission={alertReadPermission.name}
        skeleton={
          <LoadingSkeleton
            subject={t('subject.planned')}
            height={96}
            rows={3}
          />
        }
      >
        {page =>
          page.items.length === 0 ? (
            <EmptyState title={t(`planned.none_${state}`)}>
              {t('planned.noneWhy')}
            </EmptyState>
          ) : (
            <Panel>
              <ul className={classes.list} aria-label={t('planned.list')}>
                {page.items.map(activity => (
                  <ActivityRow
                    key={activity.id}
                    activity={activity}
                    nameOf={nameOf}
                    saving={planning.saving}
                    onCancel={() => planning.cancel(activity)}
                  />
                ))}
              </ul>
              <MoreItems pages={activities} noun="activities" />
            </Panel>
          )
        }
      </RequestView>
    </Section>
  );
}
