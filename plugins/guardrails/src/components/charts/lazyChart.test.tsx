import { screen } from '@testing-library/react';
import { renderInWords } from '../../__testUtils__';
import { lazyChart } from './lazyChart';

const Drawing = (props: { readonly of: string }) => (
  <p>drawing of {props.of}</p>
);

it('holds the place of a chart until it is loaded', async () => {
  const Chart = lazyChart(async () => Drawing, 200);
  renderInWords(<Chart of="costs" />);
  expect(await screen.findByText('drawing of costs')).toBeInTheDocument();
});

it('can be loaded while its data is on its way', () => {
  const load = jest.fn(async () => Drawing);
  const Chart = lazyChart(load, 200);
  expect(load).not.toHaveBeenCalled();
  Chart.preload();
  expect(load).toHaveBeenCalledTimes(1);
});

it('is asked for again when it could not be loaded before', async () => {
  const load = jest.fn(async () => Drawing);
  load.mockRejectedValueOnce(new Error('no connection'));
  const Chart = lazyChart(load, 200);
  Chart.preload();
  renderInWords(<Chart of="costs" />);
  expect(await screen.findByText('drawing of costs')).toBeInTheDocument();
});
