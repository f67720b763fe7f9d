/** The head of the list of alerts, where a row is one line. */
import { useWords } from '../../words';
import { useAlertRowStyles } from './alertRowLook';

/** What the columns are, for those who see them: each row says it in words of its own to those who do not. */
export function AlertColumns(props: { readonly showProject: boolean }) {
  const classes = useAlertRowStyles();
  const { t } = useWords();
  return (
    <div className={classes.head} aria-hidden="true">
      <span />
      <span>{t('filter.severity')}</span>
      <span>{t('alerts.what')}</span>
      <span className={classes.number}>{t('alerts.values')}</span>
      <span>{t('alerts.sinceColumn')}</span>
      <span className={classes.number}>{t('alerts.age')}</span>
      <span>{t('filter.status')}</span>
      <span>
        {props.showProject ? t('filter.project') : t('alerts.subject')}
      </span>
      <span />
    </div>
  );
}
