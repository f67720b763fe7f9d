/** The first line of the costs tab: what is spent, how that changed, and how far the data reaches. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  CostReport,
  ProjectSummary,
} from '@cloudops/plugin-guardrails-common';
import { formatDay, formatMonth } from '../../format';
import { Change, Money, RelativeTime } from '../labels';

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

/** Sentence parts with a dot between them; a part that has nothing to say is left out. */
function Parts(props: { readonly children: React.ReactNode[] }) {
  return (
    <>
      {props.children.filter(Boolean).map((part, index) => (
        <span key={index}>
          {index > 0 && ' · '}
          {part}
        </span>
      ))}
    </>
  );
}

export function CostHeadline(props: {
  readonly report: CostReport;
  /** Undefined for readers who may see costs alone. */
  readonly summary: ProjectSummary | undefined;
  /** The newest day with stored costs, `YYYY-MM-DD`. */
  readonly newestDay: string | undefined;
  /** How many of the newest days AWS may still change. */
  readonly estimatedDays: number;
}) {
  const classes = useStyles();
  const { report, summary, newestDay, estimatedDays } = props;
  const { currency } = report;
  const days = report.days.length;
  return (
    <div className={classes.root}>
      <Typography component="h2" className={classes.headline}>
        {summary ? (
          <Parts>
            {[
              <>
                <span className={classes.amount}>
                  <Money amount={summary.monthToDate} currency={currency} />
                </span>{' '}
                so far in {formatMonth(report.to)}
              </>,
              <>
                <Money amount={summary.dailyAverage} currency={currency} /> a
                day
              </>,
              summary.change !== undefined && (
                <>
                  <Change
                    now={summary.last30Days}
                    before={summary.previous30Days}
                    currency={currency}
                  />{' '}
                  vs the 30 days before
                </>
              ),
            ]}
          </Parts>
        ) : (
          <Parts>
            {[
              <>
                <span className={classes.amount}>
                  <Money amount={report.total} currency={currency} />
                </span>{' '}
                in the last {days} days
              </>,
              report.previousTotal !== undefined && (
                <>
                  <Change
                    now={report.total}
                    before={report.previousTotal}
                    currency={currency}
                  />{' '}
                  vs the {days} days before
                </>
              ),
            ]}
          </Parts>
        )}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        <Parts>
          {[
            newestDay && `data to ${formatDay(newestDay)} (UTC)`,
            estimatedDays > 0 &&
              `last ${
                estimatedDays === 1 ? 'day' : `${estimatedDays} days`
              } estimated`,
            report.asOf && (
              <>
                read <RelativeTime at={report.asOf} />
              </>
            ),
          ]}
        </Parts>
      </Typography>
    </div>
  );
}
