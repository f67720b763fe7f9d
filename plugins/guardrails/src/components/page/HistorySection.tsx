/** The audit trail of all projects: who did what, when; newest first. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  eventReadPermission,
  type AuditEvent,
  type EventEntityType,
  type ListEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { usePages, useQueryParameter } from '../../data';
import { alertRouteRef } from '../../routes';
import { FilterBar, FilterSelect, MoreItems } from '../filters';
import { RelativeTime } from '../labels';
import { Panel } from '../layout';
import { EmptyState, LoadingSkeleton, RequestView } from '../states';
import { actorName, eventNumbers } from '../timeline';
import { eventAlertId, eventProject, eventSentence } from './eventSentence';
import { FilterText } from './FilterText';
import { HistoryExport } from './HistoryExport';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    event: {
      display: 'grid',
      gridTemplateColumns: '7rem 11rem 9rem 1fr auto',
      gap: theme.spacing(0, 2),
      padding: theme.spacing(1, 0),
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: '1fr 1fr auto',
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

type EntityTypeFilter = EventEntityType | 'all';

const ENTITY_TYPES = {
  all: 'filter.everything',
  alert: 'title.alerts',
  recommendation: 'title.recommendations',
  job: 'title.jobs',
} as const;

const ENTITY_TYPE_FILTERS = Object.keys(
  ENTITY_TYPES,
) as readonly EntityTypeFilter[];

function EventRow(props: { readonly event: AuditEvent }) {
  const classes = useStyles();
  const alertLink = useRouteRef(alertRouteRef);
  const words = useWords();
  const { t } = words;
  const { event } = props;
  const alertId = eventAlertId(event);
  const numbers = eventNumbers(event, words);
  return (
    <li className={classes.event}>
      <span className={classes.aside}>
        <RelativeTime at={event.createdAt} />
      </span>
      <span className={classes.aside} title={event.actor}>
        {actorName(event.actor, t)}
      </span>
      <span className={classes.aside}>{eventProject(event)}</span>
      <span className={classes.text}>
        {eventSentence(event, numbers !== undefined)}
        {numbers && <div className={classes.aside}>{numbers}</div>}
      </span>
      <span>
        {alertId && (
          <Link to={alertLink({ id: alertId })}>{t('history.showAlert')}</Link>
        )}
      </span>
    </li>
  );
}

export function HistorySection() {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [project, setProject] = useQueryParameter<string>('project', '');
  const [entityType, setEntityType] = useQueryParameter<EntityTypeFilter>(
    'about',
    'all',
    ENTITY_TYPE_FILTERS,
  );
  const [actor, setActor] = useQueryParameter<string>('actor', '');
  const filtered = entityType !== 'all' || actor !== '' || project !== '';
  const query: ListEventsQuery = {
    project: project || undefined,
    entityType: entityType === 'all' ? undefined : entityType,
    actor: actor || undefined,
  };
  const events = usePages<AuditEvent>(
    `events ${JSON.stringify([project, entityType, actor])}`,
    (cursor, signal) => api.listEvents({ ...query, cursor }, { signal }),
    { keepPrevious: true },
  );
  return (
    <Panel>
      <div className={classes.root}>
        <FilterBar label={t('history.filter')}>
          <FilterText
            label={t('filter.project')}
            hint={t('filter.projectHint')}
            value={project}
            onChange={setProject}
          />
          <FilterSelect
            label={t('filter.about')}
            value={entityType}
            choices={ENTITY_TYPE_FILTERS}
            choiceLabel={type => t(ENTITY_TYPES[type])}
            onChange={setEntityType}
          />
          <FilterText
            label={t('filter.by')}
            hint={t('filter.byHint')}
            value={actor}
            onChange={setActor}
          />
        </FilterBar>
        <RequestView
          request={events.request}
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
                    <EventRow key={event.id} event={event} />
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
