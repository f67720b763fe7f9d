/** The first tab of the page: is anything wrong, is the data alive, are people acting? */
import { CodeSnippet } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { costReadPermission } from '@cloudops/plugin-guardrails-common';
import { Fragment } from 'react';
import { useNow } from '../../data';
import { formatDuration } from '../../format';
import { Money, SeverityCounts } from '../labels';
import { Fact, Facts, Panel } from '../layout';
import {
  describeError,
  EmptyState,
  LoadingSkeleton,
  RequestView,
} from '../states';
import { overviewHeadline, totals } from './overviewFacts';
import { ProjectTable } from './ProjectTable';
import { Overview, REACTION_DAYS, useOverview } from './useOverview';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
    headline: { fontSize: theme.typography.pxToRem(20), margin: 0 },
  }),
  { name: 'GuardrailsOverview' },
);

/** How many projects' rows the place has before they are known. */
const ROWS_EXPECTED = 6;

function ReactionFact(props: { readonly reaction: Overview['reaction'] }) {
  const { reaction } = props;
  const term = `Time to acknowledge, ${REACTION_DAYS} days`;
  if (reaction instanceof Error) {
    return (
      <Fact term={term} aside={describeError(reaction, 'the alerts').title}>
        –
      </Fact>
    );
  }
  const { toAcknowledge, toResolve } = reaction;
  return (
    <Fact
      term={term}
      aside={
        toResolve === undefined
          ? 'none resolved'
          : `${formatDuration(toResolve)} to resolve (medians)`
      }
    >
      {toAcknowledge === undefined
        ? 'None acknowledged'
        : formatDuration(toAcknowledge)}
    </Fact>
  );
}

function Sums(props: { readonly overview: Overview }) {
  const { projects, reaction } = props.overview;
  const sums = totals(projects);
  return (
    <Facts>
      <Fact
        term="Spend this month"
        large
        aside={`${projects.length} ${
          projects.length === 1 ? 'project' : 'projects'
        }`}
      >
        {[...sums.monthToDate].map(([currency, amount], index) => (
          <Fragment key={currency}>
            {index > 0 && ' + '}
            <Money amount={amount} currency={currency} />
          </Fragment>
        ))}
      </Fact>
      <Fact
        term="Open alerts"
        aside={`${sums.acknowledgedAlerts} acknowledged`}
      >
        <SeverityCounts counts={sums.openAlerts} none="None" />
      </Fact>
      <Fact term="Recommendations to do">{sums.openRecommendations}</Fact>
      <ReactionFact reaction={reaction} />
    </Facts>
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
  const now = useNow();
  const request = useOverview(now);
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
            <Typography component="h2" className={classes.headline}>
              {overviewHeadline(overview.projects, now)}
            </Typography>
            <Panel>
              <Sums overview={overview} />
            </Panel>
            <Panel flush>
              <ProjectTable projects={overview.projects} />
            </Panel>
          </div>
        )
      }
    </RequestView>
  );
}
