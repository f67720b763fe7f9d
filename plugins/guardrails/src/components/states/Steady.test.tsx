import { render, screen } from '@testing-library/react';
import { Steady } from './Steady';

const Screen = (props: { warns: boolean; drawn: boolean }) => (
  <Steady
    drawn={props.drawn}
    warning={props.warns ? <p role="alert">Old</p> : undefined}
  >
    <p>The list</p>
  </Steady>
);

/** What is on the page, from top to bottom, with what only holds a place. */
const places = () =>
  [...document.querySelectorAll('p')].map(
    each =>
      `${each.textContent}${
        getComputedStyle(each).visibility === 'hidden' ? ', held' : ''
      }`,
  );

it('warns above what is drawn with it', () => {
  const { rerender } = render(<Screen warns drawn={false} />);
  rerender(<Screen warns drawn />);
  expect(places()).toEqual(['Old', 'The list']);
});

it('warns below what was drawn before', () => {
  const { rerender } = render(<Screen warns={false} drawn />);
  rerender(<Screen warns drawn />);
  expect(places()).toEqual(['The list', 'Old']);
  rerender(<Screen warns={false} drawn />);
  expect(places()).toEqual(['The list']);
});

it('leaves its room when it goes, and says nothing any more', () => {
  const { rerender } = render(<Screen warns drawn />);
  rerender(<Screen warns={false} drawn />);
  expect(places()).toEqual(['Old, held', 'The list']);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  rerender(<Screen warns drawn />);
  expect(places()).toEqual(['Old', 'The list']);
});

it('keeps the content as it is, whatever happens around it', () => {
  const { rerender } = render(<Screen warns={false} drawn />);
  const list = screen.getByText('The list');
  rerender(<Screen warns drawn />);
  expect(screen.getByText('The list')).toBe(list);
});
