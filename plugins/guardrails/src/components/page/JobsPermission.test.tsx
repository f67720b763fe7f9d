// In a file of its own: decisions of the portal's policy are kept for as long as a page is open.
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { renderScreen } from '../../__testUtils__';
import { aJob, FakeGuardrailsApi } from '../../testing';
import { JobsSection } from './JobsSection';

it('offers no run to those who may not', async () => {
  await renderScreen(<JobsSection />, {
    api: new FakeGuardrailsApi({ jobs: [aJob()] }),
    permissions: { authorize: AuthorizeResult.DENY },
  });
  expect(
    await screen.findByRole('heading', { name: 'Read AWS costs' }),
  ).toBeInTheDocument();
  expect(
    screen.queryByRole('button', { name: /Run now/ }),
  ).not.toBeInTheDocument();
});
