import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { renderScreen } from '../../__testUtils__';
import { aProject, FakeGuardrailsApi, noAnswer } from '../../testing';
import { ProjectField } from './ProjectField';

const many = Array.from({ length: 1_000 }, (_, number) =>
  aProject({ name: `service-${number}` }),
);

function Place() {
  const [project, setProject] = useState('');
  return (
    <>
      <ProjectField value={project} onChange={setProject} />
      <output>{project}</output>
    </>
  );
}

const field = () => screen.getByRole('combobox', { name: 'Project' });

it('offers every one of a thousand projects, once the reader turns to it', async () => {
  const api = new FakeGuardrailsApi({ projects: many });
  const { user } = await renderScreen(<Place />, { api });
  expect(api.callsOf('listProjects')).toEqual([]);
  await user.click(field());
  await waitFor(() =>
    expect(document.querySelectorAll('datalist option')).toHaveLength(1_000),
  );
  await user.type(field(), 'service-997');
  // As when it is chosen from the list: nothing else needs to be pressed.
  expect(screen.getByRole('status')).toHaveTextContent('service-997');
  expect(api.callsOf('listProjects')).toHaveLength(1);
});

it('takes any name when the projects cannot be read', async () => {
  const api = new FakeGuardrailsApi();
  api.fail('listProjects', noAnswer());
  const { user } = await renderScreen(<Place />, { api });
  await user.type(field(), 'payments-api{Enter}');
  expect(screen.getByRole('status')).toHaveTextContent('payments-api');
});
