/** Hands the whole history, as it is narrowed, to the reader's own spreadsheet. */
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ExportEventsQuery } from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { downloadCsv } from '../../csv';
import { useWords } from '../../words';
import { describeError } from '../states';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: theme.spacing(1),
    },
  }),
  { name: 'GuardrailsHistoryExport' },
);

export function HistoryExport(props: { readonly query: ExportEventsQuery }) {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [news, setNews] = useState('');
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    setNews('');
    try {
      downloadCsv(
        'guardrails-history.csv',
        await api.exportEvents(props.query),
      );
      setNews(t('history.exported'));
    } catch (error) {
      setNews(describeError(error, t, t('subject.history')).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.root}>
      <Typography variant="body2" role="status">
        {busy ? t('history.exporting') : news}
      </Typography>
      <Button
        size="small"
        aria-disabled={busy}
        onClick={() => {
          if (!busy) download();
        }}
      >
        {t('costs.download')}
      </Button>
    </div>
  );
}
