/** What the bill is made of: usage, the charges beside it, what is paid; and whether the page counts them. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import type { CostReport } from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import { monthsOf } from '../../format';
import { useWords } from '../../words';
import { COST_VIEWS, type CostView } from './costPeriod';
import { serviceName } from './serviceName';

export interface Bill {
  readonly usage: number;
  /** Type as AWS spells it, and its sum; credits are negative. */
  readonly charges: readonly {
    readonly type: string;
    readonly total: number;
  }[];
  readonly net: number;
}

/** The bill of the days that are shown. @param report - over these days and as many before them */
export function billOf(report: CostReport): Bill {
  const shown = (amounts: readonly (number | null)[]) =>
    amounts
      .slice(amounts.length / 2)
      .reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
  const usage = shown(report.days.map(({ total }) => total));
  const charges = report.charges
    .map(({ type, amounts }) => ({ type, total: shown(amounts) }))
    .filter(({ total }) => total !== 0);
  return {
    usage,
    charges,
    net: charges.reduce((sum, { total }) => sum + total, usage),
  };
}

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      marginRight: 'auto',
    },
    button: {
      textTransform: 'none',
      // The kit's own colour looks disabled, and is too pale to read.
      '&, &.Mui-selected': { color: theme.palette.text.primary },
    },
  }),
  { name: 'GuardrailsBillLine' },
);

export function BillLine(props: {
  readonly totals: Bill;
  readonly currency: string;
  /** First day in a month that AWS has not invoiced yet; absent when all are, or it is not known. */
  readonly openFrom: string | undefined;
  /** Last day that is shown. */
  readonly to: string;
  readonly view: CostView;
  readonly onView: (view: CostView) => void;
}) {
  const classes = useStyles();
  const { t, money, months } = useWords();
  const { totals, currency, openFrom, to, view } = props;
  const [wasNet, setWasNet] = useState(view === 'net');
  if (view === 'net' && !wasNet) setWasNet(true);
  // AWS invoices whole months, one after the other: until about the 10th two of them are open.
  const open = openFrom === undefined ? [] : monthsOf(openFrom, to);
  const notInvoiced =
    open.length > 0 &&
    t('costs.notInvoiced', { count: open.length, months: months(open) });
  // Whoever has chosen to see what is net has the way back, also of days without a charge; it does not go when it is taken.
  if (totals.charges.length === 0 && !wasNet) {
    return (
      <Typography variant="body2" className={classes.root}>
        {notInvoiced}
      </Typography>
    );
  }
  return (
    <div className={classes.root}>
      <ToggleButtonGroup
        size="small"
        exclusive
        value={view}
        // The pressed button answers null: one is always chosen.
        onChange={(_, next: CostView | null) => next && props.onView(next)}
        aria-label={t('costs.view')}
      >
        {COST_VIEWS.map(each => (
          <ToggleButton key={each} value={each} className={classes.button}>
            {t(`costs.view_${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Typography variant="body2" component="div">
        {[
          t('costs.billUsage', { amount: money(totals.usage, currency) }),
          ...totals.charges.map(
            ({ type, total }) =>
              `${serviceName(type, t)} ${money(total, currency, {
                signed: true,
              })}`,
          ),
          t('costs.billNet', { amount: money(totals.net, currency) }),
        ].join(' · ')}
        {notInvoiced && <div>{notInvoiced}</div>}
      </Typography>
    </div>
  );
}
