/** When something happened: relative up to a week, then a date; the exact time with its zone on hover. */
import { useTextOfNow } from '../../data';
import { useWords } from '../../words';

export function RelativeTime(props: {
  /** ISO 8601 instant. */
  readonly at: string;
}) {
  const { exact, relative } = useWords();
  const text = useTextOfNow(now => relative(props.at, now));
  return (
    <time dateTime={props.at} title={exact(props.at)}>
      {text}
    </time>
  );
}

/** How long ago it was by its largest unit, for a column of ages: `40 min`, `2 d`; the exact time on hover. */
export function Age(props: {
  /** ISO 8601 instant. */
  readonly since: string;
}) {
  const { age, exact } = useWords();
  const text = useTextOfNow(now => age(props.since, now));
  return (
    <time dateTime={props.since} title={exact(props.since)}>
      {text}
    </time>
  );
}
