import { validate, version } from 'uuid';
import { newIds } from './newIds';

describe('ids of many rows', () => {
  it('are UUIDs of version 7, each another one, in ascending order', () => {
    const ids = newIds(1_000);

    expect(ids).toHaveLength(1_000);
    expect(ids.every(id => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(ids).size).toBe(1_000);
    expect([...ids].sort()).toEqual(ids);
  });

  it('are others in every call, also within a millisecond', () => {
    const ids = Array.from({ length: 100 }, () => newIds(10)).flat();

    expect(new Set(ids).size).toBe(1_000);
  });

  it('are none for no rows', () => {
    expect(newIds(0)).toEqual([]);
  });
});
