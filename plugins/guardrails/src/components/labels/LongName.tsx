/** A name that is spelt in one word: where it has to break, it does so between the words that it is made of. */
import { Fragment } from 'react';

/**
 * `AmazonCloudWatch` may break after `Amazon` and `Cloud`, `team@example.com` after `@` and the dot; within `AWS` or `API`
 * nothing does.
 */
const BETWEEN_WORDS = /(?<=[a-z\d])(?=[A-Z])|(?<=[@.:/_])(?=\w)/;

export function LongName(props: { readonly children: string }) {
  return (
    <>
      {props.children.split(BETWEEN_WORDS).map((word, place) => (
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </>
  );
}
