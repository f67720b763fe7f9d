/** The overview card of an entity: what it costs, what is open, what to do first, how fresh the data is. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { useNow } from '../../data';
import { hasCosts } from '../../freshness';
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

/** Four facts below each other, as they come in the narrow column of an entity's overview. */
const CONTENT_HEIGHT = 200;

function Alerts({ summary, recentAlerts }: ProjectState) {
  const root = useRouteRef(rootRouteRef);
  const { project, openAlerts, acknowledgedAlerts } = summary;
  const acknowledged = countAlerts(acknowledgedAlerts);
  if (recentAlerts === 0) {
    return <>Nothing unusual in the last {QUIET_DAYS} days</>;
  }
  return (
    <Link to={`${root()}/alerts?project=${encodeURIComponent(project.name)}`}>
      <SeverityCounts counts={openAlerts} none="None open" />
      {acknowledged > 0 && `, ${acknowledged} acknowledged`}
      {recentAlerts !== undefined &&
        `, ${recentAlerts} resolved in ${QUIET_DAYS} days`}
    </Link>
  );
}

function DataFact({ summary }: Pick<ProjectState, 'summary'>) {
  const { freshness, lastCheckedAt } = summary;
  const failed = freshness.find(({ lastError }) => lastError);
  const costs = freshness.find(({ source }) => source === 'costs');
  const checked = lastCheckedAt ? (
    <>
      checked <RelativeTime at={lastCheckedAt} />
    </>
  ) : (
    'not checked yet'
  );
  return (
    <Fact
      term="Data"
      aside={
        failed
          ? `Reading ${failed.source} failed: ${failed.lastError}`
          : checked
      }
    >
      {costs?.asOf ? (
        <>
          Costs read <RelativeTime at={costs.asOf} />
        </>
      ) : (
        'No costs read yet'
      )}
    </Fact>
  );
}

function FourFacts(props: ProjectState) {
  const alertLink = useRouteRef(alertRouteRef);
  const { summary } = props;
  const { currency, topRecommendation } = summary;
  return (
    <Facts>
      <Fact
        term="Spend this month"
        large
        aside={
          summary.change !== undefined && (
            <>
              <Change
                comparison={{
                  now: summary.last30Days,
                  before: summary.previous30Days,
                }}
                currency={currency}
              />{' '}
              in 30 days
            </>
          )
        }
      >
        {hasCosts(summary) ? (
          <Money amount={summary.monthToDate} currency={currency} />
        ) : (
          '–'
        )}
      </Fact>
      <Fact term="Alerts">
        <Alerts {...props} />
      </Fact>
      {topRecommendation && (
        <Fact term="Do first" aside={topRecommendation.impact}>
          <Link to={alertLink({ id: topRecommendation.alertId })}>
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
  const { project } = props;
  const request = useProjectState(project, useNow());
  return (
    <RequestView
      request={request}
      subject={`the state of ${project}`}
      skeleton={
        <LoadingSkeleton subject="costs and alerts" height={CONTENT_HEIGHT} />
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
  return (
    <EntityInfoCard title="Costs and reliability">
      <EntityProject>
        {project => <ProjectCard project={project} />}
      </EntityProject>
    </EntityInfoCard>
  );
}
