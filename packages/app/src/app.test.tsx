import { render, screen } from '@testing-library/react';
import { app } from './app';

describe('the app', () => {
  it('asks who is there, and offers to enter as guest', async () => {
    // Outside a browser the configuration comes from here.
    process.env = {
      ...process.env,
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: { title: 'CloudOps Portal', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
            auth: { providers: { guest: {} } },
          },
        },
      ] as any,
    };

    render(app.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Enter' }),
    ).toBeInTheDocument();
    expect(screen.getByText('CloudOps Portal')).toBeInTheDocument();
  });
});
