/** The table of one day that appears beside the pointer. */
import { makeStyles } from '@material-ui/core/styles';
import { formatDay, formatMoney } from '../../format';
import type { CostDay, CostSeries } from './dailyCosts';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1, 1.5),
      background: theme.palette.background.paper,
      color: theme.palette.text.primary,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      boxShadow: theme.shadows[2],
      fontSize: theme.typography.pxToRem(12),
      maxWidth: 320,
    },
    day: { margin: 0, fontWeight: 600 },
    note: { margin: 0, color: theme.palette.text.secondary },
    table: { borderSpacing: 0, width: '100%' },
    swatch: {
      display: 'inline-block',
      width: '0.7em',
      height: '0.7em',
      marginRight: '0.5em',
    },
    amount: {
      textAlign: 'right',
      paddingLeft: theme.spacing(2),
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
    total: { fontWeight: 600, borderTop: `1px solid ${theme.palette.divider}` },
  }),
  { name: 'GuardrailsCostDayTooltip' },
);

export function CostDayTooltip(props: {
  readonly day: CostDay;
  readonly series: readonly CostSeries[];
  /** One colour for each series. */
  readonly colors: readonly string[];
  /** One amount for each series. */
  readonly amounts: readonly (number | null)[];
  readonly currency: string;
}) {
  const classes = useStyles();
  const { day, series, colors, amounts, currency } = props;
  return (
    <div className={classes.root}>
      <p className={classes.day}>
        {formatDay(day.date, { weekday: true })} (UTC)
      </p>
      {!day.stored && <p className={classes.note}>Nothing stored yet</p>}
      {day.stored && day.estimated && <p className={classes.note}>Estimated</p>}
      {day.alerts.map(alert => (
        <p key={alert.id} className={classes.note}>
          ▼ {alert.title}
        </p>
      ))}
      {day.stored && (
        <table className={classes.table}>
          <tbody>
            {series.map(({ name }, index) => {
              const amount = amounts[index];
              return amount === null || amount === 0 ? null : (
                <tr key={name}>
                  <td>
                    <span
                      className={classes.swatch}
                      style={{ background: colors[index] }}
                    />
                    {name}
                  </td>
                  <td className={classes.amount}>
                    {formatMoney(amount, currency)}
                  </td>
                </tr>
              );
            })}
            <tr className={classes.total}>
              <td className={classes.total}>Total</td>
              <td className={`${classes.amount} ${classes.total}`}>
                {formatMoney(day.total, currency)}
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}
