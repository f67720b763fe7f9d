import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startSimulator } from './simulator';

const children: ChildProcess[] = [];
afterEach(() => {
  children.splice(0).forEach(child => child.kill('SIGKILL'));
});

function run(...args: string[]): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      resolve(__dirname, 'main.ts'),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(child);
  return child;
}

async function finished(
  child: ChildProcess,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', chunk => {
    output.stdout += chunk;
  });
  child.stderr!.on('data', chunk => {
    output.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

describe('The program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says where it listens and with which anchor, answers, and ends on %s',
    async signal => {
      const child = run('--port', '0', '--anchor', '2026-11-22');
      const ended = finished(child);

      const [line] = await once(child.stdout!, 'data');
      expect(String(line)).toContain('(seed 1, anchor 2026-11-22)');
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))!;
      const response = await fetch(`${url}/_simulator/incidents`);
      expect(response.status).toBe(200);
      await response.text();

      child.kill(signal);
      await expect(ended).resolves.toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('explains itself on --help', async () => {
    await expect(finished(run('--help'))).resolves.toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--anchor'),
    });
  });

  it('says that a port is taken, and fails', async () => {
    const other = await startSimulator();
    try {
      await expect(
        finished(run('--port', String(other.port))),
      ).resolves.toMatchObject({
        code: 1,
        stderr: `Port ${other.port} on 127.0.0.1 is already in use. Stop the program that has it, or choose another port.\n`,
      });
    } finally {
      await other.close();
    }
  });
});
