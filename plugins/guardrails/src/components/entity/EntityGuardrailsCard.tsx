/** The overview card of an entity: what it costs, what is open, what to do first, how fresh the data is. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { useNow } from '../../data';
import { hasCosts, isUnreadable } from '../../freshness';
import { alertRouteRef, rootRouteRef } from '../../routes';
import { NoStoredCosts, UnknownProject } from '../costs';
import {
  Change,
  countAlerts,
  Money,
  RelativeTime,
  SeverityCounts,
} from '../labels';
import { Fact, Facts } from '../layout';
import { LoadingSkeleton, refusedStatus, RequestView } from '../states';
import { EntityProject } from './EntityProject';
import { ProjectState, QUIET_DAYS, useProjectState } from './useProjectState';
import { STORED_LANGUAGE, useWords } from '../../words';

/** Four facts below each other, as they come in the narrow column of an entity's overview. */
const CONTENT_HEIGHT = 200;

function Alerts({ summary, recentAlerts }: ProjectState) {
  const { t, number } = useWords();
  const root = useRouteRef(rootRouteRef);
  const { project, openAlerts, acknowledgedAlerts } = summary;
  const acknowledged = countAlerts(acknowledgedAlerts);
  if (recentAlerts === 0 && summary.lastCheckedAt === undefined) {
    return <>{t('alerts.notChecked')}</>;
  }
  if (recentAlerts === 0 && isUnreadable(summary)) {
    return <>{t('alerts.unreadable')}</>;
  }
  if (recentAlerts === 0) {
    return <>{t('card.quiet', { days: String(QUIET_DAYS) })}</>;
  }
  return (
    <Link to={`${root()}/alerts?project=${encodeURIComponent(project.name)}`}>
      <SeverityCounts counts={openAlerts} none={t('card.noneOpen')} />
      {acknowledged > 0 &&
        `, ${t('card.acknowledged', { number: number(acknowledged) })}`}
      {recentAlerts !== undefined &&
        `, ${t('card.resolvedInDays', {
          number: number(recentAlerts),
          days: String(QUIET_DAYS),
        })}`}
    </Link>
  );
}

function DataFact({ summary }: Pick<ProjectState, 'summary'>) {
  const { t } = useWords();
  const { freshness, lastCheckedAt } = summary;
  const failed = freshness.find(({ lastError }) => lastError);
  const costs = freshness.find(({ source }) => source === 'costs');
  const checked = lastCheckedAt
    ? t('card.checked', { when: <RelativeTime at={lastCheckedAt} /> })
    : t('card.notChecked');
  return (
    <Fact
      sentence
      term={t('card.data')}
      aside={
        failed
          ? t(`card.failed_${failed.source}`, {
              reason: failed.lastError ?? '',
            })
          : checked
      }
    >
      {costs?.asOf
        ? t('card.costsRead', { when: <RelativeTime at={costs.asOf} /> })
        : t('card.noCosts')}
    </Fact>
  );
}

function FourFacts(props: ProjectState) {
  const { t } = useWords();
  const alertLink = useRouteRef(alertRouteRef);
  const { summary } = props;
  const { currency, topRecommendation } = summary;
  return (
    <Facts>
      <Fact
        term={t('card.spend')}
        large
        aside={
          summary.change !== undefined &&
          t('card.changeInDays', {
            days: '30',
            change: (
              <Change
                comparison={{
                  now: summary.last30Days,
                  before: summary.previous30Days,
                }}
                currency={currency}
              />
            ),
          })
        }
      >
        {hasCosts(summary) ? (
          <Money amount={summary.monthToDate} currency={currency} />
        ) : (
          '–'
        )}
      </Fact>
      <Fact term={t('card.alerts')}>
        <Alerts {...props} />
      </Fact>
      {topRecommendation && (
        <Fact
          sentence
          term={t('card.doFirst')}
          aside={<span lang={STORED_LANGUAGE}>{topRecommendation.impact}</span>}
        >
          <Link
            to={alertLink({ id: topRecommendation.alertId })}
            lang={STORED_LANGUAGE}
          >
            {topRecommendation.title}
          </Link>
        </Fact>
      )}
      <DataFact summary={summary} />
    </Facts>
  );
}

function isEmpty({ freshness }: ProjectSummary): boolean {
  return freshness.every(({ newest }) => newest === undefined);
}

function NoData({ summary }: Pick<ProjectState, 'summary'>) {
  const { project, freshness } = summary;
  return project.accountId === undefined ? (
    <UnknownProject project={project.name} />
  ) : (
    <NoStoredCosts
      project={project.name}
      freshness={freshness.find(({ source }) => source === 'costs')}
    />
  );
}

function ProjectCard(props: { readonly project: string }) {
  const { t } = useWords();
  const { project } = props;
  const request = useProjectState(project, useNow());
  return (
    <RequestView
      request={request}
      subject={t('subject.stateOf', { project })}
      quiet
      skeleton={
        <LoadingSkeleton
          subject={t('subject.costsAndAlerts')}
          height={CONTENT_HEIGHT}
        />
      }
      renderError={error =>
        refusedStatus(error) === 404 ? (
          <UnknownProject project={project} />
        ) : undefined
      }
    >
      {state =>
        isEmpty(state.summary) ? (
          <NoData summary={state.summary} />
        ) : (
          <FourFacts {...state} />
        )
      }
    </RequestView>
  );
}

export function EntityGuardrailsCard() {
  const { t } = useWords();
  return (
    <EntityInfoCard title={t('card.title')}>
      <EntityProject>
        {project => <ProjectCard project={project} />}
      </EntityProject>
    </EntityInfoCard>
  );
}
