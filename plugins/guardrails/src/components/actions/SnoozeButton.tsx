/** Mutes an alert for a while the reader chooses, or ends that. */
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { useId, useState } from 'react';
import { useWords } from '../../words';
import { StepButton } from './StepButton';

/** For how long, in days; the API takes 90 at most. A day for a release, a week for a sprint, a month for a project. */
const DAYS = [1, 3, 7, 30] as const;
const DAY_MS = 86_400_000;

export function SnoozeButton(props: {
  /** What is snoozed, for those who do not see where the button stands. */
  readonly subject?: string;
  /** It is snoozed: the button ends that. */
  readonly snoozed: boolean;
  readonly available: boolean;
  /** Until when (ISO 8601); null ends the snooze. */
  readonly onSnooze: (until: string | null) => void;
}) {
  const { t, exact } = useWords();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const menu = useId();
  const { snoozed, available, subject, onSnooze } = props;
  const now = Date.now();
  const label = snoozed ? t('snooze.end') : t('snooze.start');
  return (
    <>
      <StepButton
        variant="outlined"
        aria-label={subject && `${label}: ${subject}`}
        available={available}
        aria-haspopup={snoozed ? undefined : 'menu'}
        aria-expanded={snoozed ? undefined : anchor !== null}
        aria-controls={anchor ? menu : undefined}
        onClick={event => {
          if (snoozed) onSnooze(null);
          else setAnchor(event.currentTarget);
        }}
      >
        {label}
      </StepButton>
      <Menu
        id={menu}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        MenuListProps={{ 'aria-label': t('snooze.choose') }}
      >
        {DAYS.map(days => {
          const until = new Date(now + days * DAY_MS).toISOString();
          return (
            <MenuItem
              key={days}
              title={exact(until)}
              onClick={() => {
                setAnchor(null);
                onSnooze(until);
              }}
            >
              {t('snooze.days', { count: days })}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
