/** One alert in a list: a line where there is room, two where there is not. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { memo, useRef } from 'react';
import type { Refusal } from '../../changes';
import { alertRouteRef } from '../../routes';
import { RefusalNotice } from '../actions';
import { RelativeTime, SeverityLabel, StatusLabel } from '../labels';
import { hiddenText } from '../labels/hiddenText';
import {
  alertSubject,
  comparedText,
  observedText,
  titleParts,
} from './alertWords';
import { ALERT_ROW } from './useAlertKeys';
import { useWords } from '../../words';

const ellipsis = {
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
} as const;

/** From this width of the list on, a row fits on one line with room for a title. */
const ONE_LINE = '@container guardrails-alerts (min-width: 56rem)';

const useStyles = makeStyles(
  theme => ({
    row: {
      ...theme.typography.body2,
      display: 'grid',
      gridTemplateColumns: 'auto auto minmax(0, 1fr) auto',
      gridTemplateAreas: `
        "choose severity title action"
        "choose facts facts action"
        "refusal refusal refusal refusal"`,
      alignItems: 'center',
      columnGap: theme.spacing(1),
      padding: theme.spacing(1),
      // Rows out of sight cost nothing; until one was seen it has the height of a row on one line.
      contentVisibility: 'auto',
      containIntrinsicSize: 'auto 41px',
      '&:not(:last-child)': {
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
      '&:hover, &:focus-within': {
        backgroundColor: theme.palette.action.hover,
      },
      [ONE_LINE]: {
        gridTemplateColumns:
          'auto 5em minmax(0, 2fr) 9.5em 7.5em 8em minmax(6em, 1fr) 7.5em',
        gridTemplateAreas: `
          "choose severity title values age status subject action"
          "refusal refusal refusal refusal refusal refusal refusal refusal"`,
        columnGap: theme.spacing(1.5),
        padding: theme.spacing(0.25, 2, 0.25, 1),
      },
    },
    choose: { gridArea: 'choose', padding: theme.spacing(0.5) },
    severity: { gridArea: 'severity' },
    title: {
      gridArea: 'title',
      overflowWrap: 'anywhere',
      fontWeight: 500,
      [ONE_LINE]: ellipsis,
    },
    // On one line the project has a column, or is that of the whole list.
    where: { [ONE_LINE]: hiddenText },
    facts: {
      gridArea: 'facts',
      display: 'flex',
      columnGap: theme.spacing(1.5),
      color: theme.palette.text.secondary,
      minWidth: 0,
      // Two lines at the most, for what was seen, the status and the age on the narrowest phone; what would be cut in
      // the middle wraps out of sight: the alert's page has it.
      flexWrap: 'wrap',
      maxHeight: '2.86em',
      overflow: 'hidden',
      // On one line each fact is a column of its own.
      [ONE_LINE]: { display: 'contents' },
    },
    values: {
      gridArea: 'values',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      [ONE_LINE]: { textAlign: 'right' },
    },
    observed: { color: theme.palette.text.primary },
    age: { gridArea: 'age', whiteSpace: 'nowrap' },
    // Before the age where they share a line: that somebody has it is asked first.
    status: {
      gridArea: 'status',
      flex: 'none',
      [ONE_LINE]: { whiteSpace: 'nowrap' },
    },
    subject: {
      gridArea: 'subject',
      whiteSpace: 'nowrap',
      [ONE_LINE]: ellipsis,
    },
    // Where a title has room for all of its words they end with the project.
    told: { display: 'none', [ONE_LINE]: { display: 'block' } },
    action: {
      gridArea: 'action',
      minHeight: 36,
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'flex-end',
    },
    refusal: { gridArea: 'refusal' },
    // Where a row has two lines the button is its symbol alone.
    word: { display: 'none', [ONE_LINE]: { display: 'inline' } },
    symbol: { [ONE_LINE]: { display: 'none' } },
    button: { minWidth: 40 },
    hidden: hiddenText,
  }),
  { name: 'GuardrailsAlertRow' },
);

/** Drawn again only when something of its own changes: a list may be thousands long. */
export const AlertRow = memo(function Row(props: {
  readonly alert: Alert;
  /** The list spans several projects, so each row names its own. */
  readonly showProject: boolean;
  /** It is among those that are acted on together. */
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
  readonly saving: boolean;
  readonly refusal: Refusal | undefined;
  /** Answers whether it was saved. */
  readonly onAcknowledge: (id: string) => Promise<boolean>;
  readonly onForgetRefusal: (id: string) => void;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { alert, showProject, saving } = props;
  const alertLink = useRouteRef(alertRouteRef);
  const [what, where] = titleParts(alert);
  // The title names the service or the metric; the project is what a list of several is read for.
  const subject = showProject ? alert.project : alertSubject(alert);
  const link = useRef<HTMLAnchorElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const acknowledge = async () => {
    const saved = await props.onAcknowledge(alert.id);
    // The button is about to go; the focus stays in its row.
    if (saved && document.activeElement === button.current) {
      link.current?.focus({ preventScroll: true });
    }
  };
  const compared = comparedText(alert, words);
  const canAcknowledge = alert.allowedTransitions.includes('acknowledged');
  return (
    <li className={classes.row} {...{ [ALERT_ROW]: alert.id }}>
      <Checkbox
        className={classes.choose}
        size="small"
        color="primary"
        checked={props.chosen}
        onChange={() => props.onChoose(alert.id)}
        inputProps={{
          'aria-label': t('alerts.choose', { title: alert.title }),
        }}
      />
      <span className={classes.severity}>
        <SeverityLabel severity={alert.severity} />
      </span>
      <span className={classes.title} title={alert.title}>
        <Link ref={link} to={alertLink({ id: alert.id })}>
          {what}
          {where && (
            <>
              {' '}
              <span className={classes.where}>{where}</span>
            </>
          )}
        </Link>
      </span>
      <span className={classes.facts}>
        <span className={classes.values}>
          <span className={classes.hidden}>{t('alerts.observed')} </span>
          <span className={classes.observed}>{observedText(alert, words)}</span>
          {` ${t('alerts.versus')} `}
          <span className={compared.with === 'usual' ? classes.hidden : ''}>
            {t(`alerts.${compared.with}`)}{' '}
          </span>
          {compared.value}
        </span>
        <span className={classes.status}>
          <StatusLabel status={alert.status} />
          {alert.snoozedUntil && (
            <span title={words.exact(alert.snoozedUntil)}>
              {' · '}
              {t('snooze.short')}
            </span>
          )}
        </span>
        <span className={classes.age}>
          <span className={classes.hidden}>{t('alerts.detected')} </span>
          <RelativeTime at={alert.detectedAt} />
        </span>
        <span
          className={`${classes.subject} ${
            showProject && where ? classes.told : ''
          }`}
          title={showProject ? `${subject} · ${alertSubject(alert)}` : subject}
        >
          {subject}
        </span>
      </span>
      <span className={classes.action}>
        {(canAcknowledge || saving) && (
          <Button
            ref={button}
            size="small"
            className={classes.button}
            aria-disabled={saving}
            aria-label={t('alerts.acknowledgeOne', { title: alert.title })}
            title={t('alerts.acknowledge')}
            onClick={acknowledge}
          >
            <span className={classes.word}>{t('alerts.acknowledge')}</span>
            <VisibilityOutlined className={classes.symbol} />
          </Button>
        )}
      </span>
      <div className={classes.refusal}>
        <RefusalNotice
          refusal={props.refusal}
          onClose={() => props.onForgetRefusal(alert.id)}
        />
      </div>
    </li>
  );
});
