/** When something happened: relative up to a week, then a date; the exact time with its zone on hover. */
import { useNow } from '../../data';
import { useWords } from '../../words';

export function RelativeTime(props: {
  /** ISO 8601 instant. */
  readonly at: string;
}) {
  const { exact, relative } = useWords();
  const now = useNow();
  return (
    <time dateTime={props.at} title={exact(props.at)}>
      {relative(props.at, now)}
    </time>
  );
}
