/** The first tab of the page: is anything wrong, is the data alive, are people acting? */
import { CodeSnippet, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { costReadPermission } from '@cloudops/plugin-guardrails-common';
import { Fragment, type ReactNode } from 'react';
import { useNow } from '../../data';
import { rootRouteRef } from '../../routes';
import { Change, countAlerts, Money, SeverityCounts } from '../labels';
import { Fact, Facts, Panel, TitledPanel } from '../layout';
import {
  describeError,
  EmptyState,
  LoadingSkeleton,
  RequestView,
} from '../states';
import { AlertAges } from './AlertAges';
import { DataGaps } from './DataGaps';
import { isChecked, overviewHeadline, totals } from './overviewFacts';
import { ProjectTable } from './ProjectTable';
import { TopMovers } from './TopMovers';
import { ReactionFacts, ReactionWeeks } from './Reaction';
import { SavingsByTeam } from '../savings';
import { BillCheck, billsOff } from './BillCheck';
import { Overview, useOverview } from './useOverview';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
    findings: {
      display: 'grid',
      gap: theme.spacing(3),
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(18rem, 100%), 1fr))',
    },
  }),
  { name: 'GuardrailsOverview' },
);

/** How many projects' rows the place has before they are known. */
const ROWS_EXPECTED = 6;

function Sums(props: { readonly overview: Overview }) {
  const { t, number } = useWords();
  const { projects, statistics } = props.overview;
  const sums = totals(projects);
  const root = useRouteRef(rootRouteRef);
  /** What is counted leads to what it counts. */
  const linked = (count: number, path: string, told: ReactNode) =>
    count > 0 ? <Link to={`${root()}/${path}`}>{told}</Link> : told;
  return (
    <Facts>
      <Fact
        term={t('overview.spend')}
        large
        aside={
          <>
            {[...sums.compared].map(([currency, comparison]) => (
              <div key={currency}>
                {t('overview.spendChange', {
                  change: (
                    <Change comparison={comparison} currency={currency} />
                  ),
                })}
              </div>
            ))}
            {t('overview.watched', {
              count: projects.length,
              number: number(projects.length),
            })}
          </>
        }
      >
        {sums.monthToDate.size === 0 && '–'}
        {[...sums.monthToDate].map(([currency, amount], index) => (
          <Fragment key={currency}>
            {index > 0 && ' + '}
            <Money amount={amount} currency={currency} />
          </Fragment>
        ))}
      </Fact>
      <Fact
        term={t('overview.openAlerts')}
        aside={linked(
          sums.acknowledgedAlerts,
          'alerts?status=acknowledged',
          t('overview.acknowledged', {
            number: number(sums.acknowledgedAlerts),
          }),
        )}
      >
        {linked(
          countAlerts(sums.openAlerts),
          'alerts?status=open',
          <SeverityCounts
            counts={sums.openAlerts}
            none={isChecked(projects) ? t('overview.none') : '–'}
          />,
        )}
      </Fact>
      <Fact term={t('overview.toDo')}>
        {linked(
          sums.openRecommendations,
          'recommendations?status=unfinished',
          number(sums.openRecommendations),
        )}
      </Fact>
      <ReactionFacts statistics={statistics} />
    </Facts>
  );
}

/** Three answers beside each other: who waits, what moved, what is missing. */
function Findings(props: { readonly overview: Overview; readonly now: Date }) {
  const classes = useStyles();
  const { t } = useWords();
  const { overview, now } = props;
  const { projects, unresolved } = overview;
  const part = (title: string, content: ReactNode) => (
    <TitledPanel title={title}>{content}</TitledPanel>
  );
  return (
    <div className={classes.findings}>
      {part(
        t('overview.unresolved'),
        unresolved instanceof Error ? (
          <Typography variant="body2" color="textSecondary">
            {describeError(unresolved, t, t('subject.alertCount')).title}
          </Typography>
        ) : (
          <AlertAges counts={unresolved} />
        ),
      )}
      {part(t('overview.movers'), <TopMovers projects={projects} />)}
      {part(t('overview.gaps'), <DataGaps projects={projects} now={now} />)}
    </div>
  );
}

function NoProjects() {
  const { t } = useWords();
  return (
    <EmptyState title={t('overview.noProjects')}>
      <p>{t('overview.noProjectsWhy')}</p>
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
  const words = useWords();
  const { t } = words;
  const now = useNow();
  const request = useOverview();
  const headline = ({ projects, reconciliation }: Overview) => {
    const stated = overviewHeadline(projects, now, words);
    const bills = billsOff(reconciliation, t);
    return bills
      ? t('overview.headlineOff', { headline: stated, bills })
      : stated;
  };
  return (
    <RequestView
      request={request}
      subject={t('subject.projects')}
      permission={costReadPermission.name}
      quiet
      skeleton={
        <div className={classes.root}>
          <LoadingSkeleton subject={t('subject.projects')} height={84} />
          <LoadingSkeleton subject={t('subject.projects')} height={190} />
          <LoadingSkeleton
            subject={t('subject.projects')}
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
            <Typography variant="h6" component="h2">
              {headline(overview)}
            </Typography>
            <Panel>
              <Sums overview={overview} />
            </Panel>
            <Findings overview={overview} now={now} />
            <div className={classes.findings}>
              <ReactionWeeks statistics={overview.statistics} />
              <BillCheck
                report={overview.reconciliation}
                projects={overview.projects}
              />
            </div>
            <Panel flush>
              <ProjectTable projects={overview.projects} />
            </Panel>
            {/* Its height is known last, and nothing stands below it that could jump. */}
            <SavingsByTeam scope={{}} />
          </div>
        )
      }
    </RequestView>
  );
}
