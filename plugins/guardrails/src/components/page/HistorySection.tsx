/** The audit trail of all projects: who did what, when; newest first. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  eventReadPermission,
  type AuditEvent,
  type EventEntityType,
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

const ENTITY_TYPES: readonly {
  readonly value: EntityTypeFilter;
  readonly label: string;
}[] = [
  { value: 'all', label: 'Everything' },
  { value: 'alert', label: 'Alerts' },
  { value: 'recommendation', label: 'Recommendations' },
  { value: 'job', label: 'Jobs' },
];

function EventRow(props: { readonly event: AuditEvent }) {
  const classes = useStyles();
  const alertLink = useRouteRef(alertRouteRef);
  const { event } = props;
  const alertId = eventAlertId(event);
  const numbers = eventNumbers(event);
  return (
    <li className={classes.event}>
      <span className={classes.aside}>
        <RelativeTime at={event.createdAt} />
      </span>
      <span className={classes.aside} title={event.actor}>
        {actorName(event.actor)}
      </span>
      <span className={classes.aside}>{eventProject(event)}</span>
      <span className={classes.text}>
        {eventSentence(event)}
        {numbers && <div className={classes.aside}>{numbers}</div>}
      </span>
      <span>
        {alertId && <Link to={alertLink({ id: alertId })}>Show alert</Link>}
      </span>
    </li>
  );
}

export function HistorySection() {
  const classes = useStyles();
  const api = useApi(guardrailsApiRef);
  const [project, setProject] = useQueryParameter<string>('project', '');
  const [entityType, setEntityType] = useQueryParameter<EntityTypeFilter>(
    'about',
    'all',
    ENTITY_TYPES.map(({ value }) => value),
  );
  const [actor, setActor] = useQueryParameter<string>('actor', '');
  const filtered = entityType !== 'all' || actor !== '' || project !== '';
  const events = usePages<AuditEvent>(
    `events ${JSON.stringify([project, entityType, actor])}`,
    (cursor, signal) =>
      api.listEvents(
        {
          project: project || undefined,
          entityType: entityType === 'all' ? undefined : entityType,
          actor: actor || undefined,
          cursor,
        },
        { signal },
      ),
    { keepPrevious: true },
  );
  return (
    <Panel>
      <div className={classes.root}>
        <FilterBar label="Filter the history">
          <FilterText
            label="Project"
            hint="a name"
            value={project}
            onChange={setProject}
          />
          <FilterSelect
            label="About"
            value={entityType}
            options={ENTITY_TYPES}
            onChange={setEntityType}
          />
          <FilterText
            label="By"
            hint="system, or an email"
            value={actor}
            onChange={setActor}
          />
        </FilterBar>
        <RequestView
          request={events.request}
          subject="the history"
          permission={eventReadPermission.name}
          skeleton={
            <LoadingSkeleton subject="the history" height={36} rows={12} />
          }
        >
          {page =>
            page.items.length === 0 ? (
              <EmptyState
                title={filtered ? 'Nothing matches' : 'Nothing happened yet'}
              >
                {filtered
                  ? 'No event is of this project, of this kind and by this actor. Project and actor have to match in full.'
                  : 'The first run of a job writes the first line.'}
              </EmptyState>
            ) : (
              <>
                <ol className={classes.list} aria-label="History">
                  {page.items.map(event => (
                    <EventRow key={event.id} event={event} />
                  ))}
                </ol>
                <MoreItems pages={events} noun="events" />
              </>
            )
          }
        </RequestView>
      </div>
    </Panel>
  );
}
