/** What each AWS service costs: amount, change, course, share, and the alerts it has. */
import { useRouteRef } from '@backstage/core-plugin-api';
import { Link } from '@backstage/core-components';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableFooter from '@material-ui/core/TableFooter';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { CSSProperties, useMemo } from 'react';
import { useAfterPaint } from '../../data';
import { alertRouteRef } from '../../routes';
import { otherColor } from '../charts';
import { Change, LongName, Money, SeverityLabel } from '../labels';
import { CELL_LINES, NAME_WIDTH, SortLabel, useSort } from '../layout';
import { CostCourse } from './CostCourse';
import type { CostPeriod } from './costPeriod';
import { serviceName } from './serviceName';
import { SERVICE_SORTS, sortServices } from './sortServices';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    // A phone shows what the service costs and how that changed; the rest needs more room.
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    root: {
      '& td, & th': {
        ...CELL_LINES,
        [theme.breakpoints.down('sm')]: { padding: theme.spacing(0.75, 1) },
      },
    },
    service: { display: 'flex', alignItems: 'baseline', gap: theme.spacing(1) },
    swatch: { flex: 'none', width: 12, height: 12 },
    name: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 1),
      overflowWrap: 'anywhere',
      minWidth: NAME_WIDTH,
    },
    heading: { whiteSpace: 'nowrap' },
    share: {
      whiteSpace: 'nowrap',
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    bar: { width: 96, height: 8, background: theme.palette.action.hover },
    // The height of the rows that come: wide, and where there is less room.
    later: {
      height: 'calc(var(--rows) * 50px)',
      [theme.breakpoints.down('sm')]: { height: 'calc(var(--rows) * 30px)' },
    },
    foot: {
      '& td, & th': {
        fontSize: theme.typography.body2.fontSize,
        color: theme.palette.text.primary,
        borderBottom: 'none',
      },
      '& th': { fontWeight: 600 },
    },
    // Stronger than the rule for all cells of the foot.
    aside: { '&&&': { color: theme.palette.text.secondary } },
    part: { height: '100%', background: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsServiceTable' },
);

/** As many as the tallest of usual screens shows below the chart; the chart waits for no more of them. */
const FIRST_ROWS = 12;

const COLUMNS = [
  { sort: 'service', title: 'costs.service' },
  { sort: 'total', title: 'costs.cost' },
  { sort: 'change', title: 'costs.change' },
] as const;

export function ServiceTable(props: {
  readonly period: CostPeriod;
  /** Cost alerts of the range. */
  readonly alerts: readonly Alert[];
  /** AWS service → its colour in the chart; one that is not in it is gathered under others. */
  readonly colors: ReadonlyMap<string, string>;
}) {
  const classes = useStyles();
  const theme = useTheme();
  const alertLink = useRouteRef(alertRouteRef);
  const { t, share: shareText } = useWords();
  const { period, alerts, colors } = props;
  const { sort, isTurned, directionOf, headingOf } = useSort(
    SERVICE_SORTS,
    column => (column === 'service' ? 'asc' : 'desc'),
  );
  const services = useMemo(
    () => sortServices(period.services, sort, isTurned),
    [period.services, sort, isTurned],
  );
  const later = useAfterPaint() ? 0 : Math.max(services.length - FIRST_ROWS, 0);
  const totals = period.days.map(({ total }, day) =>
    [...period.services, ...period.remainders].some(
      ({ amounts }) => amounts[day] !== null,
    )
      ? total
      : null,
  );
  const whole = period.services.reduce(
    (sum, { total }) => sum + Math.max(total, 0),
    0,
  );
  return (
    <Table
      size="small"
      className={classes.root}
      aria-label={t('costs.byService')}
    >
      <TableHead>
        <TableRow>
          {COLUMNS.map(column => (
            <TableCell
              key={column.sort}
              align={column.sort === 'service' ? 'left' : 'right'}
              sortDirection={directionOf(column.sort)}
            >
              <SortLabel
                className={classes.heading}
                {...headingOf(column.sort)}
              >
                <span>
                  {t(column.title)}
                  {column.sort === 'total' && (
                    <span className={classes.wide}>
                      {', '}
                      {t('costs.days', { count: period.days.length })}
                    </span>
                  )}
                </span>
              </SortLabel>
            </TableCell>
          ))}
          <TableCell className={classes.wide}>{t('costs.course')}</TableCell>
          <TableCell className={classes.wide}>{t('costs.share')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {services
          .slice(0, services.length - later)
          .map(({ service, total, comparison, amounts }) => {
            const share = whole > 0 ? Math.max(total, 0) / whole : 0;
            return (
              <TableRow key={service} hover>
                <TableCell component="th" scope="row" role="rowheader">
                  <div className={classes.service}>
                    <span
                      className={classes.swatch}
                      style={{
                        background: colors.get(service) ?? otherColor(theme),
                      }}
                      aria-hidden="true"
                    />
                    <span className={classes.name}>
                      <span>
                        <LongName>{serviceName(service, t)}</LongName>
                      </span>
                      {alerts
                        .filter(alert => alert.serviceName === service)
                        .map(alert => (
                          <Link
                            key={alert.id}
                            to={alertLink({ id: alert.id })}
                            aria-label={t('costs.alertLink', {
                              title: alert.title,
                            })}
                            title={alert.title}
                          >
                            <SeverityLabel severity={alert.severity} />
                          </Link>
                        ))}
                    </span>
                  </div>
                </TableCell>
                <TableCell align="right">
                  <Money amount={total} currency={period.currency} />
                </TableCell>
                <TableCell align="right">
                  <Change comparison={comparison} currency={period.currency} />
                </TableCell>
                <TableCell className={classes.wide}>
                  <CostCourse amounts={amounts} period={period} />
                </TableCell>
                <TableCell className={classes.wide}>
                  <div className={classes.share}>
                    <div className={classes.bar} aria-hidden="true">
                      <div
                        className={classes.part}
                        style={{ width: `${share * 100}%` }}
                      />
                    </div>
                    {total < 0 ? '–' : shareText(share)}
                  </div>
                </TableCell>
              </TableRow>
            );
          })}
        {later > 0 && (
          <TableRow
            aria-hidden="true"
            className={classes.later}
            style={{ '--rows': later } as CSSProperties}
          />
        )}
      </TableBody>
      <TableFooter className={classes.foot}>
        {period.remainders.length > 0 && (
          <TableRow>
            <TableCell colSpan={5} className={classes.aside}>
              {t('costs.remainders', { count: period.remainders.length })}
            </TableCell>
          </TableRow>
        )}
        <TableRow>
          <TableCell component="th" scope="row" role="rowheader">
            {t('costs.total')}
          </TableCell>
          <TableCell align="right">
            <Money amount={period.total} currency={period.currency} />
          </TableCell>
          <TableCell align="right">
            <Change comparison={period.comparison} currency={period.currency} />
          </TableCell>
          <TableCell className={classes.wide}>
            <CostCourse amounts={totals} period={period} />
          </TableCell>
          <TableCell className={classes.wide} />
        </TableRow>
      </TableFooter>
    </Table>
  );
}
