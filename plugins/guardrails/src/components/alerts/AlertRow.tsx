/** One alert in a list: a line where there is room, two where there is not. */
import { makeStyles } from '@material-ui/core/styles';
import Snooze from '@material-ui/icons/Snooze';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { memo, useRef } from 'react';
import { Link } from 'react-router-dom';
import type { Refusal } from '../../changes';
import { RefusalNotice } from '../actions';
import { Age, SeverityLabel, StatusLabel } from '../labels';
import { hiddenText } from '../labels/hiddenText';
import type { PlaceInList } from '../layout';
import {
  alertSubject,
  comparedText,
  observedText,
  sinceText,
  titleParts,
} from './alertWords';
import { ONE_LINE } from './AlertsPlace';
import { ALERT_ROW } from './useAlertKeys';
import { STORED_LANGUAGE, useWords } from '../../words';

/** Height of a row on one line, in pixels. */
export const ROW_HEIGHT = 41;

const ellipsis = {
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
} as const;

const useStyles = makeStyles(
  theme => {
    // Of a row on one line; those of the head above are the same.
    const columns = {
      display: 'grid',
      gridTemplateColumns:
        '1.5rem 4.6em minmax(0, 4fr) 9.5em 4.5em 4em 10.6em minmax(6.8em, 1fr) 7.2em',
      columnGap: 14,
      alignItems: 'center',
    } as const;

    return {
      head: {
        ...theme.typography.body2,
        display: 'none',
        color: theme.palette.text.secondary,
        borderBottom: `1px solid ${theme.palette.divider}`,
        whiteSpace: 'nowrap',
        [ONE_LINE]: { ...columns, padding: theme.spacing(0.75, 2, 0.75, 1) },
      },
      number: { textAlign: 'right' },
      row: {
        ...theme.typography.body2,
        display: 'grid',
        gridTemplateColumns: 'auto auto minmax(0, 1fr) auto',
        gridTemplateAreas: `
        "choose severity title action"
        "choose facts facts facts"
        "refusal refusal refusal refusal"`,
        alignItems: 'center',
        columnGap: theme.spacing(1),
        padding: theme.spacing(1),
        // What comes into sight comes below the news that stays there.
        '&, & a, & button, & input': { scrollMarginTop: 44 },
        '&:not([aria-posinset="1"])': {
          borderTop: `1px solid ${theme.palette.divider}`,
        },
        '&:hover, &:focus-within': {
          backgroundColor: theme.palette.action.hover,
        },
        [ONE_LINE]: {
          ...columns,
          gridTemplateAreas: `
          "choose severity title values since age status subject action"
          "refusal refusal refusal refusal refusal refusal refusal refusal refusal"`,
          padding: theme.spacing(0.25, 2, 0.25, 1),
        },
      },
      // Around the box there is room for a thumb.
      choose: {
        gridArea: 'choose',
        display: 'grid',
        placeItems: 'center',
        alignSelf: 'stretch',
        minWidth: 24,
        minHeight: 24,
        '& > input': {
          width: 16,
          height: 16,
          margin: 0,
          accentColor: theme.palette.primary.main,
          colorScheme: theme.palette.type,
        },
      },
      severity: { gridArea: 'severity' },
      title: {
        gridArea: 'title',
        overflowWrap: 'anywhere',
        fontWeight: 500,
        [ONE_LINE]: ellipsis,
        '& > a': {
          color: theme.palette.primary.main,
          textDecoration: 'none',
          '&:hover': { textDecoration: 'underline' },
          // What is cut off at the end must not cut the focus.
          '&:focus-visible': { outlineOffset: -2 },
        },
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
      since: { gridArea: 'since', whiteSpace: 'nowrap' },
      age: {
        gridArea: 'age',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        [ONE_LINE]: { textAlign: 'right' },
      },
      // Before the age where they share a line: that somebody has it is asked first.
      status: { gridArea: 'status', flex: 'none', [ONE_LINE]: ellipsis },
      // A shape, since a word would be cut off where the column ends.
      snoozed: {
        fontSize: '1.2em',
        marginLeft: theme.spacing(0.75),
        verticalAlign: 'text-bottom',
      },
      snoozedWord: { [ONE_LINE]: hiddenText },
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
      symbol: { display: 'block', [ONE_LINE]: { display: 'none' } },
      button: {
        ...theme.typography.button,
        fontSize: theme.typography.pxToRem(13),
        minWidth: 40,
        minHeight: 32,
        display: 'grid',
        placeItems: 'center',
        padding: theme.spacing(0.5),
        border: 0,
        borderRadius: theme.shape.borderRadius,
        background: 'none',
        color: theme.palette.text.primary,
        cursor: 'pointer',
        '&:hover': { backgroundColor: theme.palette.action.hover },
        '&[aria-disabled=true]': { opacity: 0.38, cursor: 'default' },
      },
      // In the head a word is said to those who see the columns, in the rows to those who do not.
      heard: { [ONE_LINE]: hiddenText },
      hidden: hiddenText,
    };
  },
  { name: 'GuardrailsAlertRow' },
);

/** What the columns are, for those who see them: each row says it in words of its own to those who do not. */
export function AlertColumns(props: { readonly showProject: boolean }) {
  const classes = useStyles();
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
  const classes = useStyles();
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
          className={`${classes.subject} ${
            showProject && where ? classes.told : ''
          }`}
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
  const classes = useStyles();
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
