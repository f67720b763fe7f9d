/** The table of one day, shown beside the day that a reader looks at. */
import { makeStyles } from '@material-ui/core/styles';
import type { CostDay, CostSeries } from './dailyCosts';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
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
  { name: 'GuardrailsCostDayFacts' },
);

export function CostDayFacts(props: {
  readonly day: CostDay;
  readonly series: readonly CostSeries[];
  /** One colour for each series. */
  readonly colors: readonly string[];
  /** One amount for each series. */
  readonly amounts: readonly (number | null)[];
  readonly currency: string;
  /** Also tell the day one period before. */
  readonly compare: boolean;
}) {
  const classes = useStyles();
  const { t, ...words } = useWords();
  const { day, series, colors, amounts, currency, compare } = props;
  return (
    <>
      <p className={classes.day}>
        {t('costs.ofDay', { day: words.day(day.date, { weekday: true }) })}
      </p>
      {!day.stored && (
        <p className={classes.note}>{t('costs.nothingStoredYet')}</p>
      )}
      {day.stored && day.estimated && (
        <p className={classes.note}>{t('costs.estimated')}</p>
      )}
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
                    {words.money(amount, currency)}
                  </td>
                </tr>
              );
            })}
            <tr className={classes.total}>
              <td className={classes.total}>{t('costs.total')}</td>
              <td className={`${classes.amount} ${classes.total}`}>
                {words.money(day.total, currency)}
              </td>
            </tr>
            {compare && (
              <tr>
                <td>{t('costs.before')}</td>
                <td className={classes.amount}>
                  {day.before === null
                    ? '–'
                    : words.money(day.before, currency)}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </>
  );
}
