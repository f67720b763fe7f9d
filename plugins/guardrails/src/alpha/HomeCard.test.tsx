import { screen } from '@testing-library/react';
import { renderScreen } from '../__testUtils__';
import { FakeGuardrailsApi } from '../testing';
import { HomeCard } from './HomeCard';

it('has its title in the language of the app', async () => {
  await renderScreen(
    <HomeCard title="Open alerts" Content={() => <p>All</p>} />,
    {
      api: new FakeGuardrailsApi(),
      language: 'de',
    },
  );
  expect(await screen.findByText('Offene Alarme')).toBeInTheDocument();
  expect(screen.getByText('All')).toBeInTheDocument();
});
