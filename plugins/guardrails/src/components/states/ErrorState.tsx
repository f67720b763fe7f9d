/** Says what could not be shown, why, and what to do about it. */
import Button from '@material-ui/core/Button';
import { describeError } from './describeError';
import { Notice } from './Notice';

export function ErrorState(props: {
  readonly error: Error;
  /** What was asked for, as it reads within a sentence: `the costs of payments-api`. */
  readonly subject: string;
  /** The permission a reader needs for it. */
  readonly permission?: string;
  readonly onRetry?: () => void;
}) {
  const { title, reason, advice, retryable } = describeError(
    props.error,
    props.subject,
    props.permission,
  );
  return (
    <Notice
      role="alert"
      title={title}
      action={
        retryable &&
        props.onRetry && (
          <Button variant="outlined" onClick={props.onRetry}>
            Try again
          </Button>
        )
      }
    >
      {reason && <div>{reason}</div>}
      <div>{advice}</div>
    </Notice>
  );
}
