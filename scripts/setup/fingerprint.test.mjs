import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fingerprint, isStamped, unlessStamped } from './fingerprint.mjs';

describe('fingerprint', () => {
  let folder;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fingerprint-'));
    fs.mkdirSync(path.join(folder, 'src'));
    write('src/a.ts', 'a');
    write('src/b.ts', 'b');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const at = name => path.join(folder, name);
  const write = (name, content) => fs.writeFileSync(at(name), content);

  it('is the same for the same content, whatever the times of the files', () => {
    const before = fingerprint([at('src')]);
    fs.utimesSync(at('src/a.ts'), 0, 0);
    assert.equal(fingerprint([at('src')]), before);
  });

  it('changes with content, with names, with new and with removed files', () => {
    const prints = new Set([fingerprint([at('src')])]);
    write('src/a.ts', 'changed');
    prints.add(fingerprint([at('src')]));
    fs.renameSync(at('src/a.ts'), at('src/c.ts'));
    prints.add(fingerprint([at('src')]));
    write('src/d.ts', '');
    prints.add(fingerprint([at('src')]));
    fs.rmSync(at('src/b.ts'));
    prints.add(fingerprint([at('src')]));
    assert.equal(prints.size, 5);
  });

  it('changes when a missing input appears, and with a fact such as a version', () => {
    const before = fingerprint([at('config.d.ts')], ['v24.0.0']);
    assert.notEqual(fingerprint([at('config.d.ts')], ['v24.1.0']), before);
    write('config.d.ts', '');
    assert.notEqual(fingerprint([at('config.d.ts')], ['v24.0.0']), before);
  });

  it('leaves out installed packages', () => {
    const before = fingerprint([at('src')]);
    fs.mkdirSync(at('src/node_modules'));
    write('src/node_modules/x.js', 'x');
    assert.equal(fingerprint([at('src')]), before);
  });

  describe('unlessStamped', () => {
    it('does the work once for the same inputs', async () => {
      let times = 0;
      const work = () => {
        times += 1;
      };
      assert.equal(await unlessStamped(at('stamp'), 'one', work), true);
      assert.equal(await unlessStamped(at('stamp'), 'one', work), false);
      assert.equal(await unlessStamped(at('stamp'), 'two', work), true);
      assert.equal(times, 2);
    });

    it('does it again after it failed, even for inputs it was done for before', async () => {
      await unlessStamped(at('stamp'), 'one', () => {});
      await assert.rejects(
        unlessStamped(at('stamp'), 'two', () => {
          throw new Error('cut short');
        }),
      );
      assert.equal(isStamped(at('stamp'), 'two'), false);
      assert.equal(isStamped(at('stamp'), 'one'), false);
    });
  });
});
