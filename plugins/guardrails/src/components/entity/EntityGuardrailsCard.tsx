/** The overview card of an entity: what it costs, what is open, what to do first, how fresh the data is. */
import { InfoCard, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { ReactNode } from 'react';
import { useNow } from '../../data';
import { alertRouteRef, rootRouteRef } from '../../routes';
import { NoStoredCosts, UnknownProject } from '../costs';
import {
  Change,
  countAlerts,
  Money,
  RelativeTime,
  SeverityCounts,
} from '../labels';
import { LoadingSkeleton, refusedStatus, RequestView } from '../states';
import { EntityProject } from './EntityProject';
import { ProjectState, QUIET_DAYS, useProjectState } from './useProjectState';

const useStyles = makeStyles(
  theme => ({
    facts: {
      margin: 0,
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(13rem, 1fr))',
    },
    term: {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.pxToRem(12),
    },
    fact: { margin: 0, overflowWrap: 'anywhere' },
    amount: { fontSize: theme.typography.pxToRem(20), fontWeight: 700 },
    aside: { color: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsEntityCard' },
);

/** Four facts in two rows, as they come. */
const CONTENT_HEIGHT = 112;

function Fact(props: { readonly term: string; readonly children: ReactNode }) {
  const classes = useStyles();
  return (
    <div>
      <dt className={classes.term}>{props.term}</dt>
      <dd className={classes.fact}>{props.children}</dd>
    </div>
  );
}

function AlertsFact({ summary, recentAlerts }: ProjectState) {
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

function FreshnessFact({ summary }: Pick<ProjectState, 'summary'>) {
  const classes = useStyles();
  const { freshness, lastCheckedAt } = summary;
  const failed = freshness.find(({ lastError }) => lastError);
  const costs = freshness.find(({ source }) => source === 'costs');
  return (
    <>
      {costs?.asOf ? (
        <>
          Costs read <RelativeTime at={costs.asOf} />
        </>
      ) : (
        'No costs read yet'
      )}
      <div className={classes.aside}>
        {failed && `Reading ${failed.source} failed: ${failed.lastError}`}
        {!failed &&
          (lastCheckedAt ? (
            <>
              checked <RelativeTime at={lastCheckedAt} />
            </>
          ) : (
            'not checked yet'
          ))}
      </div>
    </>
  );
}

function Facts(props: ProjectState) {
  const classes = useStyles();
  const alertLink = useRouteRef(alertRouteRef);
  const { summary } = props;
  const { currency, topRecommendation } = summary;
  return (
    <dl className={classes.facts}>
      <Fact term="Spend this month">
        <span className={classes.amount}>
          <Money amount={summary.monthToDate} currency={currency} />
        </span>
        {summary.change !== undefined && (
          <div className={classes.aside}>
            <Change
              now={summary.last30Days}
              before={summary.previous30Days}
              currency={currency}
            />{' '}
            in 30 days
          </div>
        )}
      </Fact>
      <Fact term="Alerts">
        <AlertsFact {...props} />
      </Fact>
      {topRecommendation && (
        <Fact term="Do first">
          <Link to={alertLink({ id: topRecommendation.alertId })}>
            {topRecommendation.title}
          </Link>
          <div className={classes.aside}>{topRecommendation.impact}</div>
        </Fact>
      )}
      <Fact term="Data">
        <FreshnessFact summary={summary} />
      </Fact>
    </dl>
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
          <Facts {...state} />
        )
      }
    </RequestView>
  );
}

export function EntityGuardrailsCard() {
  return (
    <InfoCard title="Costs and reliability" variant="gridItem">
      <EntityProject>
        {project => <ProjectCard project={project} />}
      </EntityProject>
    </InfoCard>
  );
}
