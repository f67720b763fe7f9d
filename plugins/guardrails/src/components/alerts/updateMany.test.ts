import { anAlert, FakeGuardrailsApi, noAnswer } from '../../testing';
import { updateMany } from './updateMany';

const alerts = Array.from({ length: 700 }, () => anAlert());
const ids = alerts.map(({ id }) => id);

describe('updateMany', () => {
  it('asks for as many at once as the API takes', async () => {
    const api = new FakeGuardrailsApi({ alerts });
    const outcomes = await updateMany(api, ids, { status: 'acknowledged' });
    expect(api.callsOf('updateAlerts')).toHaveLength(2);
    expect(outcomes.map(({ id }) => id)).toEqual(ids);
  });

  it('knows what was saved before the server was gone', async () => {
    const api = new FakeGuardrailsApi({ alerts });
    const updateAlerts = api.updateAlerts.bind(api);
    const { length } = await updateMany(
      {
        updateAlerts: async update => {
          if (api.callsOf('updateAlerts').length > 0) throw noAnswer();
          return updateAlerts(update);
        },
      },
      ids,
      { status: 'acknowledged' },
    ).then(outcomes => outcomes.filter(each => 'saved' in each));
    expect(length).toBe(500);
  });
});
