/** Offers what would be shown if a list were asked for anew; who takes it by keyboard is led to it. */
import Button from '@material-ui/core/Button';
import { useEffect, useRef } from 'react';
import { MOST_ASKED } from '../../data';
import { useWords } from '../../words';

const LABELS = {
  alerts: 'alerts.showNewer',
  recommendations: 'recommendations.showChanged',
} as const;

export function ShowChanged(props: {
  readonly count: number;
  readonly noun: keyof typeof LABELS;
  /** The list is being asked for. */
  readonly loading: boolean;
  readonly onShow: () => void;
  /** Leads the focus to the first of the list. */
  readonly onShown: () => void;
}) {
  const { t, number } = useWords();
  const { count } = props;
  const isShowing = useRef(false);
  // The button goes, and with it the focus.
  useEffect(() => {
    if (!isShowing.current || count > 0 || props.loading) return;
    isShowing.current = false;
    if (document.activeElement === document.body) props.onShown();
  });
  return (
    <div role="status">
      {count > 0 && (
        <Button
          size="small"
          color="primary"
          onClick={() => {
            isShowing.current = true;
            props.onShow();
          }}
        >
          {t(LABELS[props.noun], {
            count,
            // No more are asked for at once.
            shown:
              count >= MOST_ASKED ? `${number(MOST_ASKED)}+` : number(count),
          })}
        </Button>
      )}
    </div>
  );
}
