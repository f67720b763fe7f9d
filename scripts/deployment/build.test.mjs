import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bakedInAddresses } from './build.mjs';

const page = (...files) =>
  `<html><script type="backstage.io/config">
    ${JSON.stringify(files.map(data => ({ context: 'a file', data })))}
  </script></html>`;

describe('the addresses in a built frontend', () => {
  it('are those of the file with the highest rank', () => {
    assert.deepEqual(
      bakedInAddresses(
        page(
          { app: { baseUrl: 'http://a' }, backend: { baseUrl: 'http://b' } },
          { app: { baseUrl: 'https://c' }, auth: {} },
        ),
      ),
      ['https://c', 'http://b'],
    );
  });

  it('are missing where the page has no configuration', () => {
    assert.deepEqual(bakedInAddresses('<html></html>'), [undefined, undefined]);
  });
});
