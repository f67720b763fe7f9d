/** What a project costs: the sentence, the picture, the services. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { costReadPermission } from '@cloudops/plugin-guardrails-common';
import { useMemo } from 'react';
import { Request, useNow } from '../../data';
import { ChartOrTable, lazyChart } from '../charts';
import { Panel } from '../layout';
import {
  describeError,
  LoadingSkeleton,
  refusedStatus,
  RequestView,
} from '../states';
import type { CostPeriod } from './costPeriod';
import { CostHeadline } from './CostHeadline';
import {
  dailyCosts,
  describeDailyCosts,
  estimatedDays,
  newestStoredDay,
} from './dailyCosts';
import { DailyCostTable } from './DailyCostTable';
import { downloadCosts } from './downloadCosts';
import { COST_CHART_HEIGHT, SERVICE_ROW_HEIGHT } from './layout';
import { NoStoredCosts, UnknownProject } from './NoCosts';
import { RangeButtons, RangeDays, useRangeDays } from './RangeButtons';
import { seriesColors } from './seriesColors';
import { ServiceTable } from './ServiceTable';
import { StaleNotice } from './StaleNotice';
import { Costs, useCosts } from './useCosts';

const CostChart = lazyChart(
  () => import('./CostChart').then(m => m.CostChart),
  COST_CHART_HEIGHT,
);

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
    end: { display: 'flex', justifyContent: 'flex-end' },
  }),
  { name: 'GuardrailsCostsView' },
);

function CostsSkeleton() {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <LoadingSkeleton subject="the costs" height={28} />
      <LoadingSkeleton subject="the chart" height={COST_CHART_HEIGHT + 40} />
      <LoadingSkeleton
        subject="the services"
        height={SERVICE_ROW_HEIGHT}
        rows={8}
      />
    </div>
  );
}

function StoredCosts(props: {
  readonly period: CostPeriod;
  readonly costs: Costs;
  readonly onDays: (days: RangeDays) => void;
}) {
  const classes = useStyles();
  const theme = useTheme();
  const now = useNow();
  const { period, costs, onDays } = props;
  // Of the costs, not of the choice: until the chosen range has come, this is still the one before.
  const days = period.days.length;
  const alerts = useMemo(
    () => costs.alerts.value?.items ?? [],
    [costs.alerts.value],
  );
  const daily = useMemo(() => dailyCosts(period, alerts), [period, alerts]);
  const colors = useMemo(() => {
    const inOrder = seriesColors(daily.series, theme);
    return new Map(
      daily.series.flatMap(({ service }, index) =>
        service === undefined ? [] : [[service, inOrder[index]] as const],
      ),
    );
  }, [daily, theme]);
  const summary = costs.summary.value;
  const freshness = summary?.freshness.find(
    ({ source }) => source === 'costs',
  ) ?? { source: 'costs', asOf: period.asOf };
  const range = <RangeButtons days={days} onChange={onDays} />;
  if (period.services.length === 0) {
    return (
      <div className={classes.root}>
        <div className={classes.end}>{range}</div>
        <NoStoredCosts project={period.project} freshness={freshness} />
      </div>
    );
  }
  return (
    <div className={classes.root}>
      <StaleNotice freshness={freshness} now={now} />
      <CostHeadline
        period={period}
        summary={summary}
        newestDay={newestStoredDay(daily)}
        estimatedDays={estimatedDays(daily)}
      />
      <Panel>
        <ChartOrTable
          title="Daily costs"
          summary={describeDailyCosts(daily)}
          height={COST_CHART_HEIGHT}
          controls={range}
          chart={<CostChart costs={daily} />}
          table={<DailyCostTable costs={daily} />}
        />
        {costs.alerts.error && (
          <Typography variant="body2" color="textSecondary" role="status">
            {describeError(costs.alerts.error, 'the alerts').title}, so the
            chart does not mark them.
          </Typography>
        )}
      </Panel>
      <div>
        <Panel flush>
          <ServiceTable period={period} alerts={alerts} colors={colors} />
        </Panel>
        <div className={classes.end}>
          <Button size="small" onClick={() => downloadCosts(period)}>
            Download CSV
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The costs wait for the summary, or for its refusal: a headline that is replaced would jump. */
function withSummary({ period, summary }: Costs): Request<CostPeriod> {
  return summary.value || summary.error
    ? period
    : { ...period, value: undefined };
}

export function CostsView(props: { readonly project: string }) {
  const { project } = props;
  const [days, setDays] = useRangeDays();
  const costs = useCosts(project, days, useNow());
  return (
    <RequestView
      request={withSummary(costs)}
      subject={`the costs of ${project}`}
      permission={costReadPermission.name}
      skeleton={<CostsSkeleton />}
      renderError={error =>
        refusedStatus(error) === 404 ? (
          <UnknownProject project={project} />
        ) : undefined
      }
    >
      {period => <StoredCosts period={period} costs={costs} onDays={setDays} />}
    </RequestView>
  );
}
