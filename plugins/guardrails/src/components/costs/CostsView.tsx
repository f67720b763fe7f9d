/** What a project costs: the sentence, the picture, the services. */
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  costReadPermission,
  type CostReport,
  type Freshness,
} from '@cloudops/plugin-guardrails-common';
import { useEffect, useMemo } from 'react';
import { Request, useNow, useQueryParameter } from '../../data';
import { ChartOrTable, lazyChart } from '../charts';
import { Panel } from '../layout';
import {
  describeError,
  LoadingSkeleton,
  refusedStatus,
  RequestView,
  Steady,
} from '../states';
import { BillLine, billOf } from './BillLine';
import { costPeriod, COST_VIEWS, type CostView } from './costPeriod';
import { CostHeadline } from './CostHeadline';
import { CostKey } from './CostKey';
import {
  alertsWithin,
  dailyCosts,
  describeDailyCosts,
  estimatedDays,
  newestStoredDay,
} from './dailyCosts';
import { DailyCostTable } from './DailyCostTable';
import { downloadCosts } from './downloadCosts';
import { COST_CHART_HEIGHT, SERVICE_ROW_HEIGHT } from './layout';
import { NoStoredCosts, UnknownProject } from './NoCosts';
import { CompareSwitch, useCompare } from './CompareSwitch';
import { RangeButtons } from './RangeButtons';
import { RangeForm } from './RangeForm';
import { RefusedRangeNotice } from './RefusedRangeNotice';
import { useCostRange, type CostRange, type RangeChoice } from './useCostRange';
import { seriesColors } from './seriesColors';
import { ServiceTable } from './ServiceTable';
import { useStaleWarning } from './useStaleWarning';
import { Costs, useCosts } from './useCosts';
import { useWords } from '../../words';

const CostChart = lazyChart(
  () => import('./CostChart').then(m => m.CostChart),
  COST_CHART_HEIGHT,
);

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
    end: { display: 'flex', justifyContent: 'flex-end' },
    // On the ground of the page the secondary colour is too pale to read.
    note: { marginTop: theme.spacing(1) },
    foot: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: theme.spacing(1, 2),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'GuardrailsCostsView' },
);

function CostsSkeleton() {
  const { t } = useWords();
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <LoadingSkeleton subject={t('subject.costs')} height={28} />
      <LoadingSkeleton
        subject={t('subject.chart')}
        height={COST_CHART_HEIGHT + 68}
      />
      <LoadingSkeleton
        subject={t('subject.services')}
        height={SERVICE_ROW_HEIGHT}
        rows={8}
      />
    </div>
  );
}

function StoredCosts(props: {
  readonly report: CostReport;
  readonly costs: Costs;
  readonly range: CostRange;
}) {
  const classes = useStyles();
  const theme = useTheme();
  const words = useWords();
  const { t } = words;
  const { report, costs, range } = props;
  const [view, setView] = useQueryParameter<CostView>(
    'view',
    'usage',
    COST_VIEWS,
  );
  const period = useMemo(() => costPeriod(report, view), [report, view]);
  const [compare, setCompare] = useCompare();
  // Of the costs, not of the choice: until the chosen range has come, this is still the one before.
  const shownChoice =
    range.choice === 'custom'
      ? range.choice
      : (String(period.days.length) as RangeChoice);
  // A number of days ends with the last one, also where the next day has come and its costs are on their way.
  const isLast =
    shownChoice === 'custom'
      ? period.to >= range.lastDay
      : shownChoice === range.choice;
  const alerts = useMemo(
    () =>
      costs.alerts.error
        ? []
        : alertsWithin(period, costs.alerts.value?.items ?? []),
    [period, costs.alerts.error, costs.alerts.value],
  );
  const daily = useMemo(
    () => dailyCosts(period, alerts, t),
    [period, alerts, t],
  );
  const colors = useMemo(() => {
    const inOrder = seriesColors(daily.series, theme);
    return new Map(
      daily.series.flatMap(({ service }, index) =>
        service === undefined ? [] : [[service, inOrder[index]] as const],
      ),
    );
  }, [daily, theme]);
  const summary = costs.summary.value;
  const freshness: Freshness = summary?.freshness.find(
    ({ source }) => source === 'costs',
  ) ?? { source: 'costs', asOf: period.asOf };
  const warning = useStaleWarning(freshness);
  const choice = <RangeButtons choice={shownChoice} onChoose={range.choose} />;
  const form = range.choice === 'custom' && <RangeForm range={range} />;
  const refused = (
    <RefusedRangeNotice refused={range.refused} lastDay={range.lastDay} />
  );
  if (period.services.length === 0) {
    return (
      <div className={classes.root}>
        {refused}
        <div className={classes.end}>{choice}</div>
        {form}
        <NoStoredCosts project={period.project} freshness={freshness} />
      </div>
    );
  }
  return (
    <div className={classes.root}>
      {refused}
      <Steady warning={warning} drawn>
        <div className={classes.root}>
          <CostHeadline
            period={period}
            view={view}
            isLast={isLast}
            summary={summary}
            newestDay={freshness.newest ?? newestStoredDay(daily)}
            estimatedDays={estimatedDays(daily)}
          />
          <Panel>
            {form}
            <ChartOrTable
              title={t('costs.daily')}
              summary={describeDailyCosts(daily, words)}
              height={COST_CHART_HEIGHT}
              controls={
                <>
                  <CompareSwitch checked={compare} onChange={setCompare} />
                  {choice}
                </>
              }
              chart={<CostChart costs={daily} compare={compare} />}
              table={<DailyCostTable costs={daily} compare={compare} />}
            />
            <CostKey costs={daily} compare={compare} />
            {costs.alerts.error && (
              <Typography variant="body2" color="textSecondary" role="status">
                {t('costs.notMarked', {
                  why: describeError(costs.alerts.error, t, t('subject.alerts'))
                    .title,
                })}
              </Typography>
            )}
          </Panel>
          <div>
            <Panel flush>
              <ServiceTable period={period} alerts={alerts} colors={colors} />
            </Panel>
            {period.comparison && period.comparedDays < period.days.length && (
              <Typography variant="body2" className={classes.note}>
                {t('costs.finalCompared', { count: period.comparedDays })}
              </Typography>
            )}
            {!period.comparison && (
              <Typography variant="body2" className={classes.note}>
                {daily.days.every(
                  ({ stored, estimated }) => !stored || estimated,
                )
                  ? t('costs.nothingFinal')
                  : t('costs.notCompared', { count: period.days.length })}
              </Typography>
            )}
            <div className={classes.foot}>
              <BillLine
                totals={billOf(report)}
                currency={period.currency}
                openFrom={period.openFrom}
                to={period.to}
                view={view}
                onView={setView}
              />
              <Button size="small" onClick={() => downloadCosts(period)}>
                {t('costs.download')}
              </Button>
            </div>
          </div>
        </div>
      </Steady>
    </div>
  );
}

/** The costs wait for the summary, or for its refusal: a headline that is replaced would jump. */
function withSummary({ report, summary }: Costs): Request<CostReport> {
  return summary.value || summary.error
    ? report
    : { ...report, value: undefined };
}

export function CostsView(props: { readonly project: string }) {
  const { t } = useWords();
  const { project } = props;
  const range = useCostRange(useNow());
  const costs = useCosts(project, range);
  useEffect(() => CostChart.preload(), []);
  return (
    <RequestView
      request={withSummary(costs)}
      subject={t('subject.costsOf', { project })}
      permission={costReadPermission.name}
      skeleton={<CostsSkeleton />}
      renderError={error =>
        refusedStatus(error) === 404 ? (
          <UnknownProject project={project} />
        ) : undefined
      }
    >
      {report => <StoredCosts report={report} costs={costs} range={range} />}
    </RequestView>
  );
}
