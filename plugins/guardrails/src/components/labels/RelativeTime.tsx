/** When something happened: relative up to a week, then a date; the exact time with its zone on hover. */
import Tooltip from '@material-ui/core/Tooltip';
import { useNow } from '../../data';
import { useWords } from '../../words';

export function RelativeTime(props: {
  /** ISO 8601 instant. */
  readonly at: string;
}) {
  const { exact, relative } = useWords();
  const now = useNow();
  return (
    <Tooltip title={exact(props.at)}>
      <time dateTime={props.at}>{relative(props.at, now)}</time>
    </Tooltip>
  );
}
