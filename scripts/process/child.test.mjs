import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child, runLogged } from './child.mjs';
import { isAlive, recordOf } from './identity.mjs';

describe('Child', () => {
  it('ends by itself when it has nothing left to do', async () => {
    const child = Child.node(['-e', '0'], {});
    assert.deepEqual(await child.exited, { code: 0, signal: null });
  });

  it('does not mix in what its own workers do', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fork-'));
    const file = path.join(folder, 'main.cjs');
    // Jest and Playwright work so: the worker does nothing but wait for messages.
    fs.writeFileSync(
      file,
      `if (process.argv[2] === 'worker') {
         process.on('message', text => process.send(text + ' done', () => process.exit()));
       } else {
         const worker = require('node:child_process').fork(__filename, ['worker']);
         setTimeout(() => worker.send('work'), 200);
         worker.on('message', text => process.exit(text === 'work done' ? 7 : 1));
         worker.on('exit', () => process.exit(2));
       }`,
    );

    const child = Child.node([file], {});

    assert.equal((await child.exited).code, 7);
  });

  it(
    'leaves when we are killed, even before it was quite there',
    { timeout: 20_000 },
    async () => {
      const program = `
      import { Child } from ${JSON.stringify(
        import.meta.resolve('./child.mjs'),
      )};
      const child = Child.node(['-e', 'setInterval(() => {}, 1000)'], {});
      console.log(child.pid);
      process.kill(process.pid, 'SIGKILL');`;
      const { stdout } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', program],
        { encoding: 'utf8' },
      );
      const child = recordOf(Number(stdout));
      while (isAlive(child)) await sleep(20); // for ever, if it does not leave
    },
  );

  it('is killed when it does not stop although it was asked to', async () => {
    const child = Child.node(
      [
        '-e',
        'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
      ],
      { output: 'pipe', patienceMs: 50 },
    );
    await new Promise(resolve => child.stdout?.once('data', resolve));

    await child.stop();

    assert.equal((await child.exited).signal, 'SIGKILL');
  });

  it('says so when it cannot be started', async () => {
    const child = new Child('/nowhere/program', [], { name: 'program' });
    await assert.rejects(child.exited, /program could not be started/);
  });
});

describe('runLogged', () => {
  const logFile = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'log-')),
    'x',
  );

  it('keeps what a program prints', async () => {
    await runLogged(process.execPath, ['-p', '6 * 7'], { logFile });
    assert.equal(fs.readFileSync(logFile, 'utf8'), '42\n');
  });

  it('fails with the exit code, the log file and the last lines', async () => {
    await assert.rejects(
      runLogged(
        process.execPath,
        ['-e', 'console.error("disk full"); process.exit(3)'],
        { logFile, name: 'the build' },
      ),
      new RegExp(`the build failed \\(exit code 3\\).*${logFile}\ndisk full$`),
    );
  });
});
