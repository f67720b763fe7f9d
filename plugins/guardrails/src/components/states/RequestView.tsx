/** Shows the answer to a request, or the state it is in: loading, failed, or shown but out of date. */
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import type { Request } from '../../data';
import { describeError } from './describeError';
import { ErrorState } from './ErrorState';
import { Notice } from './Notice';
import { Late } from './Steady';
import { useKeptFocus } from './useKeptFocus';
import { useWords } from '../../words';

const useStyles = makeStyles(
  {
    // Dimmed, not replaced: what is being renewed stays readable and in its place.
    renewing: { opacity: 0.6, transition: 'opacity 150ms 300ms' },
    settled: { opacity: 1 },
  },
  { name: 'GuardrailsRequestView' },
);

export function RequestView<T>(props: {
  readonly request: Request<T>;
  /** What was asked for, in the reader's language: `the costs of payments-api`. */
  readonly subject: string;
  /** The permission a reader needs for it. */
  readonly permission?: string;
  /** In the size of what comes. */
  readonly skeleton: ReactNode;
  /** Replaces the general error state where a screen knows better. */
  readonly renderError?: (error: Error) => ReactNode;
  /** Refreshes without dimming, for answers that renew themselves. */
  readonly quiet?: boolean;
  readonly children: (value: T) => ReactNode;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const { request, subject, permission } = props;
  const { value, error, loading, reload } = request;
  const keptFocus = useKeptFocus<HTMLDivElement>(!loading);
  if (value === undefined) {
    if (!error) return <>{props.skeleton}</>;
    return (
      <div {...keptFocus}>
        {props.renderError?.(error) ?? (
          <ErrorState
            error={error}
            subject={subject}
            permission={permission}
            onRetry={reload}
          />
        )}
      </div>
    );
  }
  return (
    <div {...keptFocus}>
      <div
        className={loading && !props.quiet ? classes.renewing : classes.settled}
        aria-busy={loading}
      >
        {props.children(value)}
      </div>
      {error && (
        <Late>
          <Notice
            role="alert"
            title={t('state.outdated')}
            action={
              <Button variant="outlined" size="small" onClick={reload}>
                {t('state.retry')}
              </Button>
            }
          >
            {describeError(error, t, subject, permission).title}.
          </Notice>
        </Late>
      )}
    </div>
  );
}
