/** The lines that would have kept the rule quiet about this alert, for who wants to teach it for good. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { useWords } from '../../words';
import { YamlBlock } from '../layout';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(1), minWidth: 0 },
    summary: { cursor: 'pointer', padding: theme.spacing(1, 0) },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: theme.spacing(2),
      '& > li': { minWidth: 0 },
    },
  }),
  { name: 'GuardrailsProposals' },
);

export function Proposals(props: {
  readonly proposals: Evidence['proposals'];
}) {
  const classes = useStyles();
  const { t } = useWords();
  const { proposals } = props;
  if (!proposals?.length) return null;
  return (
    <details className={classes.root}>
      <summary className={classes.summary}>{t('expected.forGood')}</summary>
      <ul className={classes.list} aria-label={t('expected.forGood')}>
        {proposals.map(({ rule, parameter, ...proposal }) => (
          <li key={`${rule} ${parameter}`}>
            <Typography variant="body2">{proposal.sentence}</Typography>
            <Typography variant="body2">
              {t('settings.byAnnotation')}
            </Typography>
            <YamlBlock text={proposal.annotation} />
            {proposal.configuration && (
              <>
                <Typography variant="body2">
                  {t('expected.byConfiguration')}
                </Typography>
                <YamlBlock text={proposal.configuration} />
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
