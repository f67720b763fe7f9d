/** One alert in full: what happened, why it fired, what to do about it, and what was done. */
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type Alert,
  type AlertDetail,
  type AlertStatus,
} from '@cloudops/plugin-guardrails-common';
import { useState, type ReactNode } from 'react';
import { guardrailsApiRef } from '../../api';
import { useChanges } from '../../changes';
import { useChangeSignal, useRequest } from '../../data';
import { rootRouteRef } from '../../routes';
import { Announcement } from '../actions';
import { Panel } from '../layout';
import {
  CardList,
  RecommendationCard,
  useRecommendationChanges,
} from '../recommendations';
import {
  EmptyState,
  ErrorState,
  LoadingSkeleton,
  refusedStatus,
  RequestView,
} from '../states';
import { Timeline } from '../timeline';
import { AlertHeadline } from './AlertHeadline';
import { AlertSteps } from './AlertSteps';
import { stepped, updated } from './alertWords';
import type { Expected } from './ExpectedForm';
import { WhyPanel } from './WhyPanel';
import { useWords } from '../../words';

/** Others work on the same alert; a minute is soon enough to see what they did. */
const REFRESH_EVERY_MS = 60_000;

const useStyles = makeStyles(
  theme => ({
    page: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    columns: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateAreas: '"why" "todo" "timeline"',
      gap: theme.spacing(4),
      [theme.breakpoints.up('lg')]: {
        gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
        gridTemplateRows: 'auto 1fr',
        gridTemplateAreas: '"why todo" "timeline todo"',
      },
    },
    sectionTitle: { marginBottom: theme.spacing(1) },
  }),
  { name: 'GuardrailsAlertPage' },
);

function Section(props: {
  readonly title: string;
  readonly area: 'why' | 'todo' | 'timeline';
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section aria-label={props.title} style={{ gridArea: props.area }}>
      <Typography variant="h6" component="h3" className={classes.sectionTitle}>
        {props.title}
      </Typography>
      <Panel>{props.children}</Panel>
    </section>
  );
}

function NotFound() {
  const { t } = useWords();
  const root = useRouteRef(rootRouteRef)();
  return (
    <EmptyState
      title={t('alert.notFound')}
      action={<Link to={`${root}/alerts`}>{t('alert.all')}</Link>}
    >
      {t('alert.notFoundWhy')}
    </EmptyState>
  );
}

export function AlertPage(props: { readonly id: string }) {
  const classes = useStyles();
  const { t, exact } = useWords();
  const { id } = props;
  const api = useApi(guardrailsApiRef);
  const request = useRequest<AlertDetail>(
    id,
    signal => api.getAlert(id, { signal }),
    { refreshEvery: REFRESH_EVERY_MS },
  );
  const [copied, setCopied] = useState('');
  const changes = useChanges<Alert, AlertDetail>({
    read: () => api.getAlert(id),
    accept: request.replace,
  });
  const recommendationChanges = useRecommendationChanges(detail => {
    if (!request.value) return;
    request.replace({
      ...request.value,
      recommendations: request.value.recommendations.map(each =>
        each.id === detail.id ? detail : each,
      ),
    });
  });
  useChangeSignal(signal => {
    const alertId = signal.type === 'alert' ? signal.id : signal.alertId;
    if (alertId === id && !changes.isSaving(id)) request.reload();
  });
  const step = (alert: AlertDetail, to: AlertStatus, note?: string) => {
    setCopied('');
    return changes.change({
      seen: alert,
      shown: stepped(to, new Date()),
      write: ifMatch => api.updateAlert(id, { status: to, note }, { ifMatch }),
      saved: t(`alerts.saved_${to}`, { title: alert.title }),
    });
  };
  const snooze = (
    alert: AlertDetail,
    until: string | null,
    note: string | undefined,
  ) => {
    setCopied('');
    const update = { snoozedUntil: until, note };
    return changes.change({
      seen: alert,
      shown: updated(update, new Date()),
      write: ifMatch => api.updateAlert(id, update, { ifMatch }),
      saved: until
        ? t('snooze.saved', { until: exact(until) })
        : t('snooze.ended'),
    });
  };
  // Not shown before the server has answered: the form it is written in would be gone when it is refused.
  const markExpected = (alert: AlertDetail, expected: Expected) => {
    setCopied('');
    return changes.change({
      seen: alert,
      shown: {},
      write: ifMatch => api.markAlertExpected(id, expected, { ifMatch }),
      saved: t('expected.saved', { title: alert.title }),
    });
  };
  const addNote = (alert: AlertDetail, note: string) => {
    setCopied('');
    return changes.change({
      seen: alert,
      shown: {},
      // A note changes no version: it may be added whatever others did meanwhile.
      write: () => api.addAlertNote(id, note),
      saved: t('alert.noteAdded'),
    });
  };

  return (
    <RequestView
      request={request}
      subject={t('subject.alert')}
      permission={alertReadPermission.name}
      quiet
      skeleton={
        <div className={classes.page}>
          <LoadingSkeleton subject={t('subject.alert')} height={172} />
          <LoadingSkeleton subject={t('subject.alert')} height={420} />
        </div>
      }
      renderError={error =>
        // What is not an id is refused as bad input; for the reader it is the same broken link.
        [400, 404].includes(refusedStatus(error) ?? 0) ? (
          <NotFound />
        ) : (
          <ErrorState
            error={error}
            subject={t('subject.alert')}
            permission={alertReadPermission.name}
            onRetry={request.reload}
          />
        )
      }
    >
      {stored => {
        const alert = changes.show(stored);
        return (
          <div className={classes.page}>
            <AlertHeadline alert={alert} />
            <AlertSteps
              alert={alert}
              saving={changes.isSaving(id)}
              refusal={changes.refusalOf(id)}
              onStep={(to, note) => step(stored, to, note)}
              onSnooze={(until, note) => snooze(stored, until, note)}
              onExpected={expected => markExpected(stored, expected)}
              onNote={note => addNote(stored, note)}
              onForgetRefusal={() => changes.forgetRefusal(id)}
              onLinkCopied={setCopied}
            />
            <Announcement>
              {copied ||
                recommendationChanges.announcement ||
                changes.announcement}
            </Announcement>
            <div className={classes.columns}>
              <Section title={t('alert.why')} area="why">
                <WhyPanel alert={stored} />
              </Section>
              <Section title={t('alert.whatToDo')} area="todo">
                {stored.recommendations.length === 0 && (
                  <EmptyState title={t('alert.noRecommendation')}>
                    {t('alert.noRecommendationWhy')}
                  </EmptyState>
                )}
                <CardList label={t('recommendations.list')}>
                  {stored.recommendations.map((recommendation, index) => (
                    <li key={recommendation.id}>
                      <RecommendationCard
                        unfolded={index === 0}
                        recommendation={recommendationChanges.show(
                          recommendation,
                        )}
                        saving={recommendationChanges.isSaving(
                          recommendation.id,
                        )}
                        refusal={recommendationChanges.refusalOf(
                          recommendation.id,
                        )}
                        onForgetRefusal={() =>
                          recommendationChanges.forgetRefusal(recommendation.id)
                        }
                        onStep={(to, note) =>
                          recommendationChanges.step(recommendation, to, note)
                        }
                        onAssign={owner =>
                          recommendationChanges.assign(recommendation, owner)
                        }
                      />
                    </li>
                  ))}
                </CardList>
              </Section>
              <Section title={t('alert.timeline')} area="timeline">
                <Timeline
                  events={alert.events}
                  unit={alert.unit}
                  label={t('alert.timelineList')}
                />
              </Section>
            </div>
          </div>
        );
      }}
    </RequestView>
  );
}
