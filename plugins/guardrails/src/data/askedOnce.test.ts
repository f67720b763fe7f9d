import { askedOnce } from './askedOnce';

it('asks once for two that ask at the same time', async () => {
  const api = {};
  const ask = jest.fn(async () => 'answer');
  const both = [askedOnce(api, 'q', ask), askedOnce(api, 'q', ask)];
  expect(await Promise.all(both)).toEqual(['answer', 'answer']);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('asks another API, and another question, anew', async () => {
  const ask = jest.fn(async () => 'answer');
  const api = {};
  await askedOnce(api, 'q', ask);
  await askedOnce(api, 'other', ask);
  await askedOnce({}, 'q', ask);
  expect(ask).toHaveBeenCalledTimes(3);
});

it('keeps no failure', async () => {
  const api = {};
  await expect(
    askedOnce(api, 'q', async () => {
      throw new Error('away');
    }),
  ).rejects.toThrow('away');
  await expect(askedOnce(api, 'q', async () => 'back')).resolves.toBe('back');
});
