/** When something happened: relative up to a week, then a date; the exact time with its zone on hover. */
import Tooltip from '@material-ui/core/Tooltip';
import { useNow } from '../../data';
import { formatExact, formatRelative } from '../../format';

export function RelativeTime(props: {
  /** ISO 8601 instant. */
  readonly at: string;
}) {
  const now = useNow();
  return (
    <Tooltip title={formatExact(props.at)}>
      <time dateTime={props.at}>{formatRelative(props.at, now)}</time>
    </Tooltip>
  );
}
