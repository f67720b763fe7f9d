/** One recommendation: what to do, what it is worth, who does it, and the next step of its life. */
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Recommendation,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import { MouseEvent, ReactNode, Ref, useState } from 'react';
import type { Refusal } from '../../changes';
import { alertRouteRef } from '../../routes';
import {
  ActionButtons,
  NoteField,
  noteToSend,
  RefusalNotice,
} from '../actions';
import { RelativeTime, SeverityLabel, StatusLabel } from '../labels';
import { OwnerField } from './OwnerField';
import { recommendationActions } from './recommendationWords';
import { StepList } from './StepList';
import { savingsInWords } from '../savings/savingsInWords';
import { STORED_LANGUAGE, useWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      overflowWrap: 'anywhere',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      alignItems: 'baseline',
      columnGap: theme.spacing(2),
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      color: theme.palette.text.secondary,
    },
    title: { fontWeight: 'bold' },
    next: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0, 2),
    },
    actions: {
      marginLeft: 'auto',
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'GuardrailsRecommendationCard' },
);

/** The moment that says most about where a recommendation stands. */
function sinceWhen({
  status,
  doneAt,
  dismissedAt,
  createdAt,
}: Recommendation): string {
  if (status === 'done' && doneAt) return doneAt;
  if (status === 'dismissed' && dismissedAt) return dismissedAt;
  return createdAt;
}

function isForText(element: Element): boolean {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && element.type === 'text')
  );
}

export function RecommendationCard(props: {
  readonly recommendation: Recommendation;
  /** Begins with its steps in sight. */
  readonly unfolded?: boolean;
  /** Names and links the alert behind it; not where the alert is the page. */
  readonly showAlert?: boolean;
  /** Names the project, where the list spans several. */
  readonly showProject?: boolean;
  readonly saving: boolean;
  readonly refusal: Refusal | undefined;
  /** Both answer whether it was saved. */
  readonly onStep: (
    to: RecommendationStatus,
    note: string | undefined,
    event: MouseEvent,
  ) => Promise<boolean>;
  readonly onAssign: (owner: string | null) => Promise<boolean>;
  readonly onForgetRefusal: () => void;
  /** The reader begins to write something here, or has left the card. */
  readonly onWriting?: (isWriting: boolean) => void;
  readonly titleRef?: Ref<HTMLHeadingElement>;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { recommendation, saving } = props;
  const { title, status, impact } = recommendation;
  // Until it is done there is one expectation, and an impact with a figure in it tells that in its own words.
  const savings =
    status !== 'done' && /\d/.test(impact)
      ? undefined
      : savingsInWords(recommendation, words);
  const alertLink = useRouteRef(alertRouteRef);
  const [note, setNote] = useState<string>();
  const step = async (to: RecommendationStatus, event: MouseEvent) => {
    const saved = await props.onStep(to, noteToSend(note ?? ''), event);
    if (saved) setNote(undefined);
  };
  const when = <RelativeTime at={sinceWhen(recommendation)} />;
  const facts: ReactNode[] = [];
  facts.push(
    <span key="status">
      <StatusLabel status={status} />
    </span>,
    <span key="when">
      {status === 'done' || status === 'dismissed'
        ? when
        : t('recommendations.recommended', { when })}
    </span>,
  );
  if (props.showProject) {
    facts.push(<span key="project">{recommendation.project}</span>);
  }
  return (
    <article
      className={classes.root}
      aria-label={title}
      onFocus={({ target }) => {
        if (isForText(target)) props.onWriting?.(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) props.onWriting?.(false);
      }}
    >
      <div className={classes.head}>
        <Typography
          variant="subtitle1"
          component="h4"
          className={classes.title}
          lang={STORED_LANGUAGE}
          ref={props.titleRef}
          tabIndex={-1}
        >
          {title}
        </Typography>
        {!(status === 'done' && savings) && (
          <Typography variant="body2">
            {t('recommendations.impact', {
              impact: <span lang={STORED_LANGUAGE}>{impact}</span>,
            })}
          </Typography>
        )}
        {savings && <Typography variant="body2">{savings}</Typography>}
      </div>
      <Typography variant="body2" component="div" className={classes.facts}>
        {facts}
        {props.showAlert && (
          <span>
            {recommendation.alertSeverity && (
              <>
                <SeverityLabel severity={recommendation.alertSeverity} />{' '}
              </>
            )}
            <Link
              to={alertLink({ id: recommendation.alertId })}
              lang={recommendation.alertTitle && STORED_LANGUAGE}
            >
              {recommendation.alertTitle ?? t('recommendations.alertBehind')}
            </Link>
            {recommendation.alertStatus === 'resolved' && (
              <>
                {' '}
                <StatusLabel status="resolved" />
              </>
            )}
          </span>
        )}
      </Typography>
      <div className={classes.next}>
        <StepList recommendation={recommendation} unfolded={props.unfolded} />
        <OwnerField
          owner={recommendation.owner}
          subject={title}
          saving={saving}
          onAssign={props.onAssign}
        />
        <div className={classes.actions}>
          <ActionButtons
            actions={recommendationActions(status).map(({ to, label }) => ({
              to,
              label: t(label),
            }))}
            allowed={recommendation.allowedTransitions}
            saving={saving}
            subject={title}
            onAct={step}
          />
          <Button
            size="small"
            aria-expanded={note !== undefined}
            onClick={() =>
              setNote(before => (before === undefined ? '' : undefined))
            }
          >
            {note === undefined
              ? t('recommendations.addNote')
              : t('recommendations.noNote')}
          </Button>
        </div>
      </div>
      {note !== undefined && (
        <NoteField
          value={note}
          onChange={setNote}
          label={t('recommendations.noteLabel')}
        />
      )}
      <RefusalNotice refusal={props.refusal} onClose={props.onForgetRefusal} />
    </article>
  );
}
