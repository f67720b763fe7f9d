/** What done recommendations were expected to save and what the bills show, summed up per team. */
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import type { Scope } from '../../scope';
import { useWords } from '../../words';
import { TitledPanel } from '../layout';
import { describeError, LoadingSkeleton } from '../states';
import { actorName } from '../timeline';
import { measuredInWords } from './savingsInWords';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    team: {
      ...theme.typography.body2,
      padding: theme.spacing(0.75, 0),
      overflowWrap: 'anywhere',
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
    },
    name: { fontWeight: 'bold' },
    bills: { '&::first-letter': { textTransform: 'uppercase' } },
    said: { color: theme.palette.text.secondary },
  }),
  { name: 'GuardrailsSavingsByTeam' },
);

export function SavingsByTeam(props: { readonly scope: Scope }) {
  const classes = useStyles();
  const words = useWords();
  const { t, money, number } = words;
  const api = useApi(guardrailsApiRef);
  const { project, entityRef } = props.scope;
  const { value, error } = useRequest(
    `savings ${project} ${entityRef}`,
    signal =>
      api.getSavings({ groupBy: 'owner', project, entityRef }, { signal }),
  );
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
  } else if (value) {
    content = (
      <>
        <ul className={classes.list} aria-label={t('savings.title')}>
          {value.items.map(group => (
            <li
              key={`${group.owner} ${group.currency}`}
              className={classes.team}
            >
              <div className={classes.name}>
                {group.owner ? actorName(group.owner, t) : t('savings.nobody')}
              </div>
              <div className={classes.bills}>
                {measuredInWords(group, words) ?? t('savings.notYet')}
                {' · '}
                {t('savings.expected', {
                  amount: money(group.expectedPerMonth, group.currency),
                })}
              </div>
              <div className={classes.said}>
                {t('savings.measuredOf', {
                  measured: number(group.measured),
                  count: group.recommendations,
                })}
              </div>
            </li>
          ))}
        </ul>
        <Typography variant="caption" component="p" color="textSecondary">
          {t('savings.how')}
        </Typography>
      </>
    );
  }
  return <TitledPanel title={t('savings.title')}>{content}</TitledPanel>;
}
