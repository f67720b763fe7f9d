/** The audit trail of all projects: who did what, when; newest first. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  eventReadPermission,
  type AuditEvent,
  type EventEntityType,
  type ExportEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { held, useHeld, useNow, usePages, useQueryParameter } from '../../data';
import { daysBefore, utcDay } from '../../format';
import { useNames, type NameOf } from '../../people';
import { alertRouteRef, rootRouteRef } from '../../routes';
import {
  FilterBar,
  FilterSelect,
  FilterText,
  MoreItems,
  ProjectField,
} from '../filters';
import { RelativeTime } from '../labels';
import { Panel } from '../layout';
import { EmptyState, LoadingSkeleton, RequestView } from '../states';
import {
  eventInWords,
  eventNote,
  eventNumbers,
  noteLanguage,
  ownWords,
  peopleIn,
  personNamed,
} from '../timeline';
import {
  eventAlertId,
  eventProject,
  isTitleStored,
  untitled,
} from './eventSubject';
import { HistoryExport } from './HistoryExport';
import { jobSentence } from './jobSentence';
import { STORED_LANGUAGE, useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    event: {
      display: 'grid',
      gridTemplateColumns: '7.5rem minmax(6rem, 9rem) 9rem 1fr auto',
      gap: theme.spacing(0, 2),
      padding: theme.spacing(1, 0),
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
      [theme.breakpoints.down('sm')]: {
        // A name or an email is not broken while there is room for it.
        gridTemplateColumns: 'auto minmax(0, 1fr) auto',
      },
    },
    text: {
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('sm')]: { gridColumn: '1 / -1' },
    },
    aside: { color: theme.palette.text.secondary, overflowWrap: 'anywhere' },
  }),
  { name: 'GuardrailsHistory' },
);

const SUBJECTS = ['work', 'alert', 'recommendation', 'job', 'all'] as const;
type Subject = (typeof SUBJECTS)[number];

const SUBJECT_LABELS = {
  work: 'history.work',
  alert: 'title.alerts',
  recommendation: 'title.recommendations',
  job: 'title.jobs',
  all: 'filter.everything',
} as const;

const ENTITY_TYPES: Readonly<Record<Subject, EventEntityType[] | undefined>> = {
  // Jobs run a few times an hour: among their lines nobody finds what people did.
  work: ['alert', 'recommendation'],
  alert: ['alert'],
  recommendation: ['recommendation'],
  job: ['job'],
  all: undefined,
};

const RANGE_DAYS = { all: undefined, '1d': 1, '7d': 7, '30d': 30, '90d': 90 };
type Range = keyof typeof RANGE_DAYS;
const RANGES = Object.keys(RANGE_DAYS) as readonly Range[];

/** The name of what an event of an alert or recommendation is about, and the way to the alert. */
function Named(props: { readonly event: AuditEvent }) {
  const alertLink = useRouteRef(alertRouteRef);
  const { t } = useWords();
  const { event } = props;
  const { title } = event;
  const fallback = untitled(event);
  const name = title ?? (fallback && t(fallback));
  if (!name) return null;
  const alertId = eventAlertId(event);
  const language = title && isTitleStored(event) ? STORED_LANGUAGE : undefined;
  return (
    <>
      {' · '}
      {alertId ? (
        <Link
          to={alertLink({ id: alertId })}
          underline="always"
          lang={language}
        >
          {name}
        </Link>
      ) : (
        <span lang={language}>{name}</span>
      )}
    </>
  );
}

function EventRow(props: {
  readonly event: AuditEvent;
  readonly nameOf: NameOf;
}) {
  const classes = useStyles();
  const root = useRouteRef(rootRouteRef);
  const words = useWords();
  const { t } = words;
  const { event, nameOf } = props;
  const numbers = eventNumbers(event, words);
  const ofJob = jobSentence(event, words);
  const note = eventNote(event);
  return (
    <li className={classes.event}>
      <span className={classes.aside}>
        <RelativeTime at={event.createdAt} />
      </span>
      <span className={classes.aside} title={event.actor}>
        {nameOf(event.actor)}
      </span>
      <span className={classes.aside}>{eventProject(event)}</span>
      <span className={classes.text}>
        {event.entityType === 'job' ? (
          ofJob ?? <span lang={STORED_LANGUAGE}>{ownWords(event)}</span>
        ) : (
          <>
            <span title={personNamed(event)}>
              {eventInWords(event, words, nameOf)}
            </span>
            <Named event={event} />
          </>
        )}
        {note && (
          <div className={classes.aside} lang={noteLanguage(event)}>
            “{note}”
          </div>
        )}
        {numbers && <div className={classes.aside}>{numbers}</div>}
      </span>
      <span>
        {ofJob && <Link to={`${root()}/jobs`}>{t('history.showJobs')}</Link>}
      </span>
    </li>
  );
}

export function HistorySection() {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [project, setProject] = useQueryParameter<string>('project', '');
  const [subject, setSubject] = useQueryParameter<Subject>(
    'about',
    'work',
    SUBJECTS,
  );
  const [actor, setActor] = useQueryParameter<string>('actor', '');
  const [range, setRange] = useQueryParameter<Range>('range', 'all', RANGES);
  const days = RANGE_DAYS[range];
  const today = utcDay(useNow());
  const filtered =
    !['work', 'all'].includes(subject) ||
    actor !== '' ||
    project !== '' ||
    range !== 'all';
  const query: ExportEventsQuery = {
    project: project || undefined,
    entityType: ENTITY_TYPES[subject],
    actor: actor || undefined,
    from:
      days === undefined ? undefined : `${daysBefore(today, days)}T00:00:00Z`,
  };
  const events = usePages<AuditEvent>(
    `events ${JSON.stringify(query)}`,
    (cursor, signal) => api.listEvents({ ...query, cursor }, { signal }),
    { keepPrevious: 'until-refused' },
  );
  const { request } = events;
  const { nameOf, areKnown } = useNames(peopleIn(request.value?.items ?? []));
  const actors = [...new Set(request.value?.items.map(event => event.actor))];
  // A name is seldom as long as what it stands for, and each row is as high as it needs.
  const waits = useHeld(areKnown, request.value !== undefined);
  return (
    <Panel>
      <div className={classes.root}>
        <FilterBar label={t('history.filter')}>
          <ProjectField value={project} onChange={setProject} />
          <FilterSelect
            label={t('history.when')}
            value={range}
            choices={RANGES}
            choiceLabel={choice => {
              const count = RANGE_DAYS[choice];
              return count === undefined
                ? t('filter.anyTime')
                : t('filter.lastDays', { count });
            }}
            onChange={setRange}
          />
          <FilterSelect
            label={t('filter.about')}
            long
            value={subject}
            choices={SUBJECTS}
            choiceLabel={choice => t(SUBJECT_LABELS[choice])}
            onChange={setSubject}
          />
          <FilterText
            label={t('filter.by')}
            long
            hint={t('filter.byHint')}
            suggestions={actors}
            nameOf={nameOf}
            value={actor}
            onChange={setActor}
          />
        </FilterBar>
        <RequestView
          request={waits ? held(request) : request}
          subject={t('subject.history')}
          permission={eventReadPermission.name}
          skeleton={
            <LoadingSkeleton
              subject={t('subject.history')}
              height={36}
              rows={12}
            />
          }
        >
          {page =>
            page.items.length === 0 ? (
              <EmptyState
                title={filtered ? t('history.noMatch') : t('history.empty')}
              >
                {filtered ? t('history.noMatchWhy') : t('history.emptyWhy')}
              </EmptyState>
            ) : (
              <>
                <ol className={classes.list} aria-label={t('history.list')}>
                  {page.items.map(event => (
                    <EventRow key={event.id} event={event} nameOf={nameOf} />
                  ))}
                </ol>
                <MoreItems pages={events} noun="events" />
                <HistoryExport query={query} />
              </>
            )
          }
        </RequestView>
      </div>
    </Panel>
  );
}
