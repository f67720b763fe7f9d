import { screen } from '@testing-library/react';
import { renderInWords as render } from '../../__testUtils__';
import { Change } from './Change';
import { LongName } from './LongName';
import { Money } from './Money';
import { RelativeTime } from './RelativeTime';
import { SeverityCounts } from './SeverityCounts';
import { StatusLabel } from './StatusLabel';

it('says a status in words', () => {
  render(<StatusLabel status="in_progress" />);
  expect(screen.getByText('In progress')).toBeInTheDocument();
});

it('counts the severities that occur, the worst first', () => {
  const { container } = render(
    <SeverityCounts counts={{ low: 3, medium: 0, high: 1 }} none="None" />,
  );
  expect(container).toHaveTextContent('1 High3 Low');
});

it('shows an amount to the cent on hover', () => {
  render(<Money amount={1284.2} currency="USD" />);
  expect(screen.getByText('$1,284')).toHaveAttribute('title', '1284.20 USD');
});

it('marks a time by machine and on hover in full', () => {
  render(<RelativeTime at="2020-01-02T03:04:05Z" />);
  const time = screen.getByText('Jan 2, 2020');
  expect(time).toHaveAttribute('datetime', '2020-01-02T03:04:05Z');
  expect(time).toHaveAttribute('title', expect.stringContaining('2020'));
});

it.each([
  ['AmazonCloudWatch', 'Amazon<wbr>Cloud<wbr>Watch'],
  ['AWSDataTransfer', 'AWSData<wbr>Transfer'],
  ['network-team@example.com', 'network-team@<wbr>example.<wbr>com'],
  ['group:ops/platform', 'group:<wbr>ops/<wbr>platform'],
  ['Dr. Strange', 'Dr. Strange'],
])('breaks the long name %s between its words', (name, broken) => {
  const { container } = render(<LongName>{name}</LongName>);
  expect(container.innerHTML).toBe(broken);
});

describe('Change', () => {
  const text = (now: number, before: number | undefined) =>
    render(
      <Change
        comparison={before === undefined ? undefined : { now, before }}
        currency="USD"
      />,
    ).container.textContent;

  it('puts the money beside the percentage', () => {
    expect(text(0.06, 0.02)).toBe('+200% (+$0.04)');
  });

  it('is silent where the time before is not known', () => {
    expect(text(10, undefined)).toBe('–');
  });

  it('tells nothing of what is less than a cent', () => {
    expect(text(0.004, -0.001)).toBe('–');
  });

  it('tells in money alone how credits changed, and a bill that they pay', () => {
    expect(text(-16_000, -12_000)).toBe('-$4,000');
    expect(text(-12_000, -12_000)).toBe('$0.00');
    expect(text(100, -20)).toBe('+$120');
    expect(text(-50, 0)).toBe('-$50.00');
  });

  it('calls what was not there before new', () => {
    expect(text(10, 0)).toBe('new');
  });
});
