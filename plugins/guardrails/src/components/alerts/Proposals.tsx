/** The lines that would have kept the rule quiet about this alert, for who wants to teach it for good. */
import { CodeSnippet } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import { useWords } from '../../words';

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
  // What highlights the lines is loaded when they are looked at.
  const [isOpen, setIsOpen] = useState(false);
  const { proposals } = props;
  if (!proposals?.length) return null;
  return (
    <details
      className={classes.root}
      onToggle={event => setIsOpen(event.currentTarget.open)}
    >
      <summary className={classes.summary}>{t('expected.forGood')}</summary>
      {isOpen && (
        <ul className={classes.list} aria-label={t('expected.forGood')}>
          {proposals.map(({ rule, parameter, ...proposal }) => (
            <li key={`${rule} ${parameter}`}>
              <Typography variant="body2">{proposal.sentence}</Typography>
              <Typography variant="body2">
                {t('settings.byAnnotation')}
              </Typography>
              <CodeSnippet
                language="yaml"
                text={proposal.annotation}
                showCopyCodeButton
              />
              {proposal.configuration && (
                <>
                  <Typography variant="body2">
                    {t('expected.byConfiguration')}
                  </Typography>
                  <CodeSnippet
                    language="yaml"
                    text={proposal.configuration}
                    showCopyCodeButton
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
