/** What happened to an alert or a recommendation: who, when, what, and the note they left. */
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { useNames } from '../../people';
import { RelativeTime } from '../labels';
import {
  eventInWords,
  eventNote,
  eventNumbers,
  noteLanguage,
  peopleIn,
  personNamed,
} from './eventInWords';
import { useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    entry: {
      position: 'relative',
      paddingLeft: theme.spacing(3),
      '&:not(:last-child)': { paddingBottom: theme.spacing(2) },
      '&::before': {
        content: '""',
        position: 'absolute',
        left: 4,
        top: '0.45em',
        width: 9,
        height: 9,
        borderRadius: '50%',
        border: `2px solid ${theme.palette.text.secondary}`,
      },
      '&:not(:last-child)::after': {
        content: '""',
        position: 'absolute',
        left: 8,
        top: 'calc(0.45em + 11px)',
        bottom: 'calc(-0.45em + 2px)',
        width: 1,
        background: theme.palette.divider,
      },
    },
    line: { overflowWrap: 'anywhere' },
    actor: { fontWeight: 'bold' },
    time: { color: theme.palette.text.secondary },
    note: {
      margin: theme.spacing(0.5, 0, 0),
      paddingLeft: theme.spacing(1),
      borderLeft: `3px solid ${theme.palette.divider}`,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GuardrailsTimeline' },
);

export function Timeline(props: {
  /** Oldest first. */
  readonly events: readonly AuditEvent[];
  /** Unit of the alert's values. */
  readonly unit: string;
  /** Names the list for screen readers. */
  readonly label: string;
}) {
  const classes = useStyles();
  const words = useWords();
  const { nameOf } = useNames(peopleIn(props.events));
  return (
    <ol className={classes.list} aria-label={props.label}>
      {props.events.map(event => {
        const note = eventNote(event);
        const numbers = eventNumbers(event, words, props.unit);
        return (
          <li key={event.id} className={classes.entry}>
            <Typography
              variant="body2"
              component="div"
              className={classes.line}
            >
              <span className={classes.actor} title={event.actor}>
                {nameOf(event.actor)}
              </span>{' '}
              <span title={personNamed(event)}>
                {eventInWords(event, words, nameOf)}
              </span>{' '}
              <span className={classes.time}>
                <RelativeTime at={event.createdAt} />
              </span>
              {numbers && (
                <Typography variant="body2" color="textSecondary">
                  {numbers}
                </Typography>
              )}
              {note && (
                <p className={classes.note} lang={noteLanguage(event)}>
                  {note}
                </p>
              )}
            </Typography>
          </li>
        );
      })}
    </ol>
  );
}
