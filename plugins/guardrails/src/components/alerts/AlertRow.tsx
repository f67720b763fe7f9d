/** One alert in a list: a line where there is room, two where there is not. */
import Snooze from '@material-ui/icons/Snooze';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { memo, useRef } from 'react';
import { Link } from 'react-router-dom';
import type { Refusal } from '../../changes';
import { RefusalNotice } from '../actions';
import { Age, SeverityLabel, StatusLabel } from '../labels';
import type { PlaceInList } from '../layout';
import { useAlertRowStyles } from './alertRowLook';
import {
  alertSubject,
  comparedText,
  observedText,
  sinceText,
  titleParts,
} from './alertWords';
import { ALERT_ROW } from './useAlertKeys';
import { STORED_LANGUAGE, useWords } from '../../words';

interface Content {
  readonly alert: Alert;
  /** Path of an alert's page. */
  readonly linkTo: (alert: { id: string }) => string;
  /** The list spans several projects, so each row names its own. */
  readonly showProject: boolean;
  readonly onOpen: (alert: Alert, href: string) => void;
  readonly saving: boolean;
  readonly refusal: Refusal | undefined;
  /** Answers whether it was saved. */
  readonly onAcknowledge: (id: string) => Promise<boolean>;
  readonly onForgetRefusal: (id: string) => void;
}

const RowContent = memo(function Told(props: Content) {
  const classes = useAlertRowStyles();
  const words = useWords();
  const { t } = words;
  const { alert, showProject, saving } = props;
  const href = props.linkTo({ id: alert.id });
  const [what, where] = titleParts(alert);
  // The title names the service or the metric; the project is what a list of several is read for.
  const subject = showProject ? alert.project : alertSubject(alert, t);
  const link = useRef<HTMLAnchorElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const acknowledge = async () => {
    const saved = await props.onAcknowledge(alert.id);
    // The button is about to go; the focus stays in its row.
    if (saved && document.activeElement === button.current) {
      link.current?.focus({ preventScroll: true });
    }
  };
  const forgetRefusal = () => {
    props.onForgetRefusal(alert.id);
    // What led to it is far away, above the list.
    if (props.refusal?.isCounted) link.current?.focus({ preventScroll: true });
  };
  const compared = comparedText(alert, words);
  let subjectTold = '';
  if (!showProject) subjectTold = classes.inTitle;
  else if (where) subjectTold = classes.told;
  const canAcknowledge = alert.allowedTransitions.includes('acknowledged');
  return (
    <>
      <span className={classes.severity}>
        <SeverityLabel severity={alert.severity} />
      </span>
      <span className={classes.title} title={alert.title}>
        <Link
          ref={link}
          to={href}
          lang={STORED_LANGUAGE}
          onClick={() => props.onOpen(alert, href)}
        >
          {what}
          {where && (
            <>
              {' '}
              <span
                className={showProject ? classes.where : classes.whereKnown}
              >
                {where}
              </span>
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
        <span
          className={classes.status}
          title={alert.snoozedUntil && words.exact(alert.snoozedUntil)}
        >
          <StatusLabel status={alert.status} />
          {alert.snoozedUntil && (
            <>
              <Snooze className={classes.snoozed} aria-hidden="true" />
              <span className={classes.snoozedWord}> {t('snooze.short')}</span>
            </>
          )}
        </span>
        <span className={classes.since} title={words.exact(alert.windowStart)}>
          <span className={classes.heard}>{t('alerts.since')} </span>
          {sinceText(alert, words)}
        </span>
        <span className={classes.age}>
          <span className={classes.hidden}>{t('alerts.age')} </span>
          <Age since={alert.detectedAt} />
        </span>
        <span
          className={`${classes.subject} ${subjectTold}`}
          title={
            showProject ? `${subject} · ${alertSubject(alert, t)}` : subject
          }
        >
          {subject}
        </span>
      </span>
      <span className={classes.action}>
        {(canAcknowledge || saving) && (
          <button
            type="button"
            ref={button}
            className={classes.button}
            aria-disabled={saving}
            aria-label={t('alerts.acknowledgeOne', { title: alert.title })}
            onClick={acknowledge}
          >
            <span className={classes.word}>{t('alerts.acknowledge')}</span>
            <VisibilityOutlined
              className={classes.symbol}
              titleAccess={t('alerts.acknowledge')}
            />
          </button>
        )}
      </span>
      {props.refusal && (
        <div className={classes.refusal}>
          <RefusalNotice refusal={props.refusal} onClose={forgetRefusal} />
        </div>
      )}
    </>
  );
});

/**
 * Drawn again only when something of its own changes: a list may be thousands long, and choosing all of it is one click.
 * Of plain elements, for the same reason: a box and a button of the kit take longer than all the rest of the row.
 */
export const AlertRow = memo(function Row(
  props: Content &
    PlaceInList & {
      /** It is among those that are acted on together. */
      readonly chosen: boolean;
      readonly onChoose: (id: string) => void;
    },
) {
  const classes = useAlertRowStyles();
  const { t } = useWords();
  const { chosen, onChoose, position, setSize, ...content } = props;
  const { id, title } = content.alert;
  return (
    <div
      role="listitem"
      className={classes.row}
      aria-posinset={position}
      aria-setsize={setSize}
      {...{ [ALERT_ROW]: id }}
    >
      <label className={classes.choose}>
        <input
          type="checkbox"
          checked={chosen}
          onChange={() => onChoose(id)}
          aria-label={t('alerts.choose', { title })}
        />
      </label>
      <RowContent {...content} />
    </div>
  );
});
