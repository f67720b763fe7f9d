/** The first line of the costs tab: what is spent, how that changed, and how far the data reaches. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { Children, Fragment, ReactNode } from 'react';
import { Change, Money, RelativeTime } from '../labels';
import { useNow } from '../../data';
import { utcDay } from '../../format';
import type { CostPeriod, CostView } from './costPeriod';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      justifyContent: 'space-between',
      gap: theme.spacing(0.5, 3),
    },
    headline: { fontSize: theme.typography.pxToRem(20), margin: 0 },
    amount: { fontWeight: 700 },
  }),
  { name: 'GuardrailsCostHeadline' },
);

/** Parts of a sentence with a dot between them; a part that has nothing to say is left out. */
function Parts(props: { readonly children: ReactNode }) {
  return (
    <>
      {Children.toArray(props.children).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function StateOfProject({ summary }: { readonly summary: ProjectSummary }) {
  const classes = useStyles();
  const { t, month } = useWords();
  const now = useNow();
  const { currency } = summary;
  return (
    <Parts>
      <span>
        {t('costs.soFar', {
          amount: (
            <span className={classes.amount}>
              <Money amount={summary.monthToDate} currency={currency} />
            </span>
          ),
          month: month(utcDay(now)),
        })}
      </span>
      <span>
        {t('costs.aDay', {
          amount: <Money amount={summary.dailyAverage} currency={currency} />,
        })}
      </span>
      {summary.change !== undefined && (
        <span>
          {t('costs.versusFinalDays', {
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
          })}
        </span>
      )}
    </Parts>
  );
}

function StateOfPeriod(props: {
  readonly period: CostPeriod;
  readonly view: CostView;
  /** The days are the last ones that are read. */
  readonly isLast: boolean;
}) {
  const classes = useStyles();
  const { t, day } = useWords();
  const { period, view, isLast } = props;
  const { currency, days, total, comparison } = period;
  const sum = (
    <span className={classes.amount}>
      <Money amount={total} currency={currency} />
    </span>
  );
  const amount = view === 'net' ? t('costs.netOf', { amount: sum }) : sum;
  return (
    <Parts>
      <span>
        {isLast
          ? t('costs.inLastDays', { count: days.length, amount })
          : t('costs.inDays', {
              count: days.length,
              amount,
              from: day(period.from),
              to: day(period.to),
            })}
      </span>
      {comparison && (
        <span>
          {t('costs.versusDays', {
            count: days.length,
            change: <Change comparison={comparison} currency={currency} />,
          })}
        </span>
      )}
    </Parts>
  );
}

export function CostHeadline(props: {
  readonly period: CostPeriod;
  readonly view: CostView;
  /** The days are the last ones that are read, and none of the reader's own in the past. */
  readonly isLast: boolean;
  /** Undefined for readers who may see costs alone. */
  readonly summary: ProjectSummary | undefined;
  /** The newest day with stored costs, `YYYY-MM-DD`. */
  readonly newestDay: string | undefined;
  /** How many of the newest days AWS may still change. */
  readonly estimatedDays: number;
}) {
  const classes = useStyles();
  const { t, day } = useWords();
  const { period, view, isLast, summary, newestDay, estimatedDays } = props;
  return (
    <div className={classes.root}>
      <Typography component="h2" className={classes.headline}>
        {/* Days of the past, and what is net, the summary does not speak of. */}
        {summary && isLast && view === 'usage' ? (
          <StateOfProject summary={summary} />
        ) : (
          <StateOfPeriod period={period} view={view} isLast={isLast} />
        )}
      </Typography>
      <Typography variant="body2">
        <Parts>
          {newestDay && (
            <span>{t('costs.dataTo', { day: day(newestDay) })}</span>
          )}
          {estimatedDays > 0 && (
            <span>
              {t('costs.lastDaysEstimated', { count: estimatedDays })}
            </span>
          )}
          {period.asOf && (
            <span>
              {t('costs.read', { when: <RelativeTime at={period.asOf} /> })}
            </span>
          )}
        </Parts>
      </Typography>
    </div>
  );
}
