/** What drove a cost, the largest change first: by AWS service, by usage type, by account. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useWords } from '../../words';

/** One cause of a change. */
type Driver = NonNullable<Evidence['drivers']>[number];

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2), minWidth: 0 },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    driver: {
      ...theme.typography.body2,
      padding: theme.spacing(0.5, 0),
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      columnGap: theme.spacing(2),
    },
    name: { overflowWrap: 'anywhere', minWidth: 0 },
    amount: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
    bar: { height: 6, background: theme.palette.action.hover },
    part: { height: '100%', background: theme.palette.primary.main },
    // What fell explains nothing of a rise: another look than what rose.
    fell: { background: theme.palette.text.secondary },
    aside: { color: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsDrivers' },
);

/** A change that rounds to no cent drove nothing. */
const LEAST = 0.005;

/** In the order in which they are shown. */
const DIMENSIONS = ['service', 'usage_type', 'linked_account'] as const;

/** What none of those that are named explains, as the API calls it. */
const OTHER = 'other';

function DriverLine(props: { readonly driver: Driver; readonly most: number }) {
  const classes = useStyles();
  const { t, money, share } = useWords();
  const { driver, most } = props;
  const { name, change, observed, baseline, currency } = driver;
  const width = most > 0 ? (100 * Math.abs(change)) / most : 0;
  return (
    <li className={classes.driver}>
      <div className={classes.line}>
        <span className={classes.name}>
          {name === OTHER ? t('drivers.other') : name}
        </span>
        <span className={classes.amount}>
          {t('drivers.change', {
            change: money(change, currency, { signed: true }),
            share: share(driver.share),
          })}
        </span>
      </div>
      <div className={classes.bar} aria-hidden="true">
        <div
          className={`${classes.part} ${change < 0 ? classes.fell : ''}`}
          style={{ width: `${width}%` }}
        />
      </div>
      <div className={classes.aside}>
        {t('drivers.fromTo', {
          baseline: money(baseline, currency),
          observed: money(observed, currency),
        })}
      </div>
    </li>
  );
}

/** Nothing while nobody knows; the reason where the last attempt to find out failed. */
export function Drivers(props: { readonly evidence: Evidence }) {
  const classes = useStyles();
  const { t, day } = useWords();
  const { drivers, driversAt, driversMissing } = props.evidence;
  if (!drivers?.length) {
    return driversMissing ? (
      <Typography variant="body2" className={classes.root}>
        {t('drivers.missing', { reason: driversMissing })}
      </Typography>
    ) : null;
  }
  return (
    <section className={classes.root} aria-label={t('drivers.title')}>
      <Typography variant="subtitle2" component="h4">
        {t('drivers.title')}
        {driversAt && ` · ${day(driversAt.slice(0, 10), { weekday: true })}`}
      </Typography>
      {DIMENSIONS.map(dimension => {
        const some = drivers.filter(
          each =>
            each.dimension === dimension && Math.abs(each.change) >= LEAST,
        );
        if (some.length === 0) return null;
        const title = t(`drivers.by_${dimension}`);
        const most = Math.max(...some.map(({ change }) => Math.abs(change)));
        return (
          <div key={dimension}>
            <Typography variant="body2" className={classes.aside}>
              {title}
            </Typography>
            <ol className={classes.list} aria-label={title}>
              {some.map(driver => (
                <DriverLine key={driver.name} driver={driver} most={most} />
              ))}
            </ol>
          </div>
        );
      })}
    </section>
  );
}
