/** Says what could not be shown, why, and what to do about it. */
import Button from '@material-ui/core/Button';
import { describeError } from './describeError';
import { Notice } from './Notice';
import { useWords } from '../../words';

export function ErrorState(props: {
  readonly error: Error;
  /** What was asked for, in the reader's language: `the costs of payments-api`. */
  readonly subject: string;
  /** The permission a reader needs for it. */
  readonly permission?: string;
  readonly onRetry?: () => void;
}) {
  const { t } = useWords();
  const { title, reason, advice, retryable } = describeError(
    props.error,
    t,
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
            {t('state.retry')}
          </Button>
        )
      }
    >
      {reason && <div>{reason}</div>}
      <div>{advice}</div>
    </Notice>
  );
}
