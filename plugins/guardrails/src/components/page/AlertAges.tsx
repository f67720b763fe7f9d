/** What waits for somebody: alerts by severity and by how long they have waited. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { CELL_LINES } from '../layout';
import { rootRouteRef } from '../../routes';
import { useWords } from '../../words';
import { SEVERITIES, SeverityLabel } from '../labels';
import { AGES, type AgeCounts } from './overviewFacts';

const useStyles = makeStyles(
  theme => ({
    root: {
      '& th, & td': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 1),
        fontVariantNumeric: 'tabular-nums',
        // The app lets headings break anywhere; these break between words alone.
        wordBreak: 'normal',
        overflowWrap: 'normal',
      },
      '& tr:last-child th, & tr:last-child td': { borderBottom: 'none' },
    },
    none: { color: theme.palette.text.secondary },
    some: { fontWeight: 700 },
  }),
  { name: 'GuardrailsAlertAges' },
);

/** The API counts a list up to here, and no further. */
const COUNTED_AT_MOST = 10_000;

export function AlertAges(props: { readonly counts: AgeCounts }) {
  const classes = useStyles();
  const { t, number } = useWords();
  const root = useRouteRef(rootRouteRef);
  const { counts } = props;
  return (
    <Table
      size="small"
      className={classes.root}
      aria-label={t('overview.unresolved')}
    >
      <TableHead>
        <TableRow>
          <TableCell>{t('filter.severity')}</TableCell>
          {AGES.map(age => (
            <TableCell key={age} align="right">
              {t(`overview.age_${age}`)}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {SEVERITIES.map(severity => (
          <TableRow key={severity}>
            <TableCell component="th" scope="row" role="rowheader">
              <Link to={`${root()}/alerts?severity=${severity}`}>
                <SeverityLabel severity={severity} />
              </Link>
            </TableCell>
            {AGES.map(age => {
              const count = counts[severity][age];
              return (
                <TableCell
                  key={age}
                  align="right"
                  className={count > 0 ? classes.some : classes.none}
                >
                  {number(count)}
                  {count >= COUNTED_AT_MOST && '+'}
                </TableCell>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
