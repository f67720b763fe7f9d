/** Says why there is nothing to show, and what would fill the place. */
import { ReactNode } from 'react';
import { Notice } from './Notice';

export function EmptyState(props: {
  /** Why it is empty: `No open alerts`. */
  readonly title: string;
  /** What would fill it, or what was looked at. */
  readonly children?: ReactNode;
  /** The next step, such as a button or a link. */
  readonly action?: ReactNode;
}) {
  return (
    <Notice title={props.title} action={props.action}>
      {props.children}
    </Notice>
  );
}
