import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cvg, startCvg, TINY } from './__fixtures__/cvg.js';
import { photoFolder } from './__fixtures__/photos.js';

const index = new URL('../dist/index.js', import.meta.url).href;
let folder: string;
let photos: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-interrupt-'));
  photos = await photoFolder(join(folder, 'photos'), ['red', 'blue'], 6);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Steps and losses that a run logged; not its speed. */
const losses = async (run: string): Promise<unknown[]> => {
  const lines = (await readFile(join(run, 'events.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), imagesPerSecond: undefined }));
};

it('writes a checkpoint at Ctrl-C, says how to go on, and goes on as if nothing had been', async () => {
  const run = join(folder, 'interrupted');
  const { child, result } = startCvg([
    'train',
    '--data',
    photos,
    '--out',
    run,
    '--steps',
    '1000000',
    ...TINY,
  ]);
  await logged(run);
  child.kill('SIGINT');
  child.kill('SIGINT'); // a copy, as package managers send it: no second key press
  const { code, stdout, stderr } = await result;
  expect(code).toBe(130);
  expect(stderr).toContain('Stopping after this step, with a checkpoint.');
  const step = Number(/Stopped after step (\d+) of 1,000,000\. Go on: cvg resume (.*)\n$/.exec(stderr)?.[1]);
  expect(stderr).toContain(`Go on: cvg resume ${run}\n`);
  expect(stdout).toBe('');
  expect(await readdir(join(run, 'checkpoints'))).toEqual([`step-${String(step).padStart(6, '0')}`]);

  const steps = String(Math.ceil((step + 1) / 10) * 10);
  const resumed = await cvg('resume', run, '--steps', steps);
  expect(resumed.stderr).toContain(`Going on after step ${step}.\n`);
  expect(resumed.code).toBe(0);
  const straight = join(folder, 'straight');
  expect((await cvg('train', '--data', photos, '--out', straight, '--steps', steps, ...TINY)).code).toBe(0);
  expect(await losses(run)).toEqual(await losses(straight));
  expect(await losses(run)).toHaveLength(Number(steps) / 10);
});

it('is trained by one process at a time, looked at by any, and gone on with when that one is killed', async () => {
  const run = join(folder, 'locked');
  expect((await cvg('train', '--data', photos, '--out', run, '--steps', '1', ...TINY)).code).toBe(0);
  const { child, result } = startCvg(['resume', run, '--steps', '1000000']);
  await logged(run, 2);
  child.kill('SIGSTOP'); // it lives, and leaves the processor to the others
  const other = await cvg('resume', run, '--steps', '20');
  expect(other).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: expect.stringContaining(
      `error: ${run}: process ${child.pid} is writing to it; wait until that has ended, or end it.\n`,
    ),
  });
  expect((await cvg('sample', run)).stdout).toContain('from step 1\n');
  child.kill('SIGKILL');
  expect((await result).code).toBe(null);
  const resumed = await cvg('resume', run, '--steps', '20');
  expect({ code: resumed.code, stderr: resumed.code === 0 ? '' : resumed.stderr }).toEqual({
    ...{ code: 0, stderr: '' },
  });
  expect((await losses(run)).map((line) => (line as { step: number }).step)).toEqual([1, 10, 20]);
  expect((await readdir(run)).filter((name) => name.startsWith('lock-'))).toEqual([]);
}, 60_000);

it('ends at once at a second Ctrl-C', async () => {
  const program = `import { interruptible } from ${JSON.stringify(index)};
    setTimeout(() => process.exit(1), 30_000);
    await interruptible(() => console.log('first'), () => new Promise(() => console.log('working')));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
  const ended = once(child, 'close');
  expect(await nextLine(child)).toBe('working');
  child.kill('SIGINT');
  expect(await nextLine(child)).toBe('first');
  await sleep(500);
  expect(child.exitCode).toBe(null);
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});

const nextLine = async (child: ReturnType<typeof spawn>): Promise<string> => {
  const [text] = (await once(child.stdout!, 'data')) as [Buffer];
  return text.toString().trim();
};

/** Waits until a run has logged some steps. */
async function logged(run: string, steps = 1): Promise<void> {
  for (;;) {
    const text = await readFile(join(run, 'events.jsonl'), 'utf8').catch(() => '');
    if (text.split('\n').length > steps) return;
    await sleep(20);
  }
}
