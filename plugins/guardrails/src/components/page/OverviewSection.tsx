/** The first tab of the page: is anything wrong, is the data alive, are people acting? */
import { CodeSnippet } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { costReadPermission } from '@cloudops/plugin-guardrails-common';
import { Fragment } from 'react';
import { useNow } from '../../data';
import { formatDuration } from '../../format';
import { Money, SeverityCounts } from '../labels';
import {
  describeError,
  EmptyState,
  LoadingSkeleton,
  RequestView,
} from '../states';
import { totals } from './overviewFacts';
import { ProjectTable } from './ProjectTable';
import { Overview, REACTION_DAYS, useOverview } from './useOverview';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
    facts: {
      margin: 0,
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(11rem, 1fr))',
    },
    term: {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.pxToRem(12),
    },
    fact: { margin: 0, fontSize: theme.typography.pxToRem(18) },
    aside: { margin: 0, color: theme.palette.text.secondary },
    scroll: { overflowX: 'auto' },
  }),
  { name: 'GuardrailsOverview' },
);

/** How many projects' rows the place has before they are known. */
const ROWS_EXPECTED = 6;

function Facts(props: { readonly overview: Overview }) {
  const classes = useStyles();
  const { projects, reaction } = props.overview;
  const sums = totals(projects);
  return (
    <dl className={classes.facts}>
      <div>
        <dt className={classes.term}>Spend this month</dt>
        <dd className={classes.fact}>
          {[...sums.monthToDate].map(([currency, amount], index) => (
            <Fragment key={currency}>
              {index > 0 && ' + '}
              <Money amount={amount} currency={currency} />
            </Fragment>
          ))}
        </dd>
        <dd className={classes.aside}>
          {projects.length} {projects.length === 1 ? 'project' : 'projects'}
        </dd>
      </div>
      <div>
        <dt className={classes.term}>Open alerts</dt>
        <dd className={classes.fact}>
          <SeverityCounts counts={sums.openAlerts} none="None" />
        </dd>
        <dd className={classes.aside}>
          {sums.acknowledgedAlerts} acknowledged
        </dd>
      </div>
      <div>
        <dt className={classes.term}>Recommendations to do</dt>
        <dd className={classes.fact}>{sums.openRecommendations}</dd>
      </div>
      <div>
        <dt className={classes.term}>
          Time to acknowledge, {REACTION_DAYS} days
        </dt>
        {reaction instanceof Error ? (
          <dd className={classes.aside}>
            {describeError(reaction, 'the alerts').title}
          </dd>
        ) : (
          <>
            <dd className={classes.fact}>
              {reaction.toAcknowledge === undefined
                ? 'None acknowledged'
                : formatDuration(reaction.toAcknowledge)}
            </dd>
            <dd className={classes.aside}>
              {reaction.toResolve === undefined
                ? 'none resolved'
                : `${formatDuration(reaction.toResolve)} to resolve (medians)`}
            </dd>
          </>
        )}
      </div>
    </dl>
  );
}

function NoProjects() {
  return (
    <EmptyState title="No projects to show">
      <p>
        Either the first run has not ended, or you are not allowed to see any
        project. Projects are named in the portal's app-config:
      </p>
      <CodeSnippet
        language="yaml"
        text={`guardrails:
  projects:
    - name: payments-api`}
      />
    </EmptyState>
  );
}

export function OverviewSection() {
  const classes = useStyles();
  const request = useOverview(useNow());
  return (
    <RequestView
      request={request}
      subject="the projects"
      permission={costReadPermission.name}
      skeleton={
        <div className={classes.root}>
          <LoadingSkeleton subject="the projects" height={64} />
          <LoadingSkeleton
            subject="the projects"
            height={40}
            rows={ROWS_EXPECTED}
          />
        </div>
      }
    >
      {overview =>
        overview.projects.length === 0 ? (
          <NoProjects />
        ) : (
          <div className={classes.root}>
            <Facts overview={overview} />
            <section className={classes.scroll}>
              <Typography variant="h6" component="h2">
                Projects
              </Typography>
              <ProjectTable projects={overview.projects} />
            </section>
          </div>
        )
      }
    </RequestView>
  );
}
