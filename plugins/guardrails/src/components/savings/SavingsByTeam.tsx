/** What done recommendations were expected to save and what the bills show, summed up per team. */
import { useApi } from '@backstage/core-plugin-api';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { SavingsGroup } from '@cloudops/plugin-guardrails-common';
import { useEffect } from 'react';
import { guardrailsApiRef } from '../../api';
import { useHeld, useRequest } from '../../data';
import { useNames } from '../../people';
import type { Scope } from '../../scope';
import { useWords } from '../../words';
import { LongName } from '../labels';
import { CELL_LINES, NAME_WIDTH, TitledPanel } from '../layout';
import { describeError, LoadingSkeleton } from '../states';
import { measuredInWords, sumOfSavings } from './savingsInWords';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    table: {
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 2, 0.75, 0),
        fontVariantNumeric: 'tabular-nums',
        verticalAlign: 'top',
        wordBreak: 'normal',
      },
      '& > tbody > tr': { backgroundColor: 'transparent' },
      // How many of them were measured is what a phone does without.
      [theme.breakpoints.down('sm')]: {
        '& td, & th': { paddingRight: theme.spacing(1) },
        '& tr > :last-child': { display: 'none' },
      },
    },
    team: { overflowWrap: 'anywhere', minWidth: NAME_WIDTH },
    amount: { whiteSpace: 'nowrap' },
    sum: { '& > *': { fontWeight: 'bold' } },
    how: { marginTop: theme.spacing(1), maxWidth: '60rem' },
  }),
  { name: 'GuardrailsSavingsByTeam' },
);

function TeamRow(props: {
  readonly name: string;
  /** As it is stored. */
  readonly owner?: string;
  readonly savings: SavingsGroup;
  readonly isSum?: boolean;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t, money, number } = words;
  const { savings } = props;
  return (
    <TableRow className={props.isSum ? classes.sum : undefined}>
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.team}
        title={props.owner}
      >
        <LongName>{props.name}</LongName>
      </TableCell>
      <TableCell align="right" className={classes.amount}>
        {money(savings.expectedPerMonth, savings.currency)}
      </TableCell>
      <TableCell>
        {measuredInWords(savings, words) ?? t('savings.notYet')}
      </TableCell>
      <TableCell align="right" className={classes.amount}>
        {t('savings.measuredOf', {
          measured: number(savings.measured),
          all: number(savings.recommendations),
        })}
      </TableCell>
    </TableRow>
  );
}

export function SavingsByTeam(props: {
  readonly scope: Scope;
  /** How often the reader has changed a recommendation that is worth money: each time it is asked for again. */
  readonly changes?: number;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const { changes = 0 } = props;
  const { project, entityRef } = props.scope;
  const { value, error, reload } = useRequest(
    `savings ${project} ${entityRef}`,
    signal =>
      api.getSavings({ groupBy: 'owner', project, entityRef }, { signal }),
  );
  const { nameOf, areKnown } = useNames(value?.items.map(({ owner }) => owner));
  // How wide the columns are depends on the names.
  const waits = useHeld(areKnown, value !== undefined);
  useEffect(() => {
    if (changes > 0) reload();
  }, [changes, reload]);
  let content = <LoadingSkeleton subject={t('subject.savings')} height={64} />;
  if (error) {
    content = (
      <Typography variant="body2" color="textSecondary">
        {describeError(error, t, t('subject.savings')).title}
      </Typography>
    );
  } else if (value?.items.length === 0) {
    content = (
      <Typography variant="body2" color="textSecondary">
        {t('savings.none')}
      </Typography>
    );
  } else if (value && !waits) {
    const sum = sumOfSavings(value.items);
    content = (
      <>
        <div className={classes.scroll}>
          <Table
            size="small"
            className={classes.table}
            aria-label={t('savings.title')}
          >
            <TableHead>
              <TableRow>
                <TableCell>{t('savings.team')}</TableCell>
                <TableCell align="right">
                  {t('savings.expectedColumn')}
                </TableCell>
                <TableCell>{t('savings.billsColumn')}</TableCell>
                <TableCell align="right">
                  {t('savings.measuredColumn')}
                </TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {value.items.map(group => (
                <TeamRow
                  key={`${group.owner} ${group.currency}`}
                  name={group.owner ? nameOf(group.owner) : t('savings.nobody')}
                  owner={group.owner}
                  savings={group}
                />
              ))}
              {sum && <TeamRow name={t('savings.all')} savings={sum} isSum />}
            </TableBody>
          </Table>
        </div>
        <Typography
          variant="caption"
          component="p"
          color="textSecondary"
          className={classes.how}
        >
          {t('savings.how')}
        </Typography>
      </>
    );
  }
  return <TitledPanel title={t('savings.title')}>{content}</TitledPanel>;
}
