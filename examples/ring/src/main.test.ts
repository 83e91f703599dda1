import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunsOfMethod } from './score-charts.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const run = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [program, ...args]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-ring-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly methods: Readonly<Record<string, RunsOfMethod>>;
}
const resultOf = async (out: string): Promise<Result> =>
  JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as Result;
const snapshot = (out: string, name: string): Promise<string> =>
  readFile(join(out, 'fm-gan-seed-0', 'snapshots', name), 'utf8');

it('trains every method with every seed, scores each snapshot, and draws the panels of Figure 4 and curves', async () => {
  const out = join(folder, 'all');
  const { stdout } = await run('--steps', '6', '--seeds', '0,7', '--out', out);
  expect(stdout).toMatch(/^gan +0 +6 +\d/m);

  const result = await resultOf(out);
  expect(result).toMatchObject({ engine: 'wasm', steps: 6, seeds: [0, 7], ring: { center: [100, 100] } });
  expect(Object.keys(result.methods)).toEqual(['gan', 'wgan', 'fm-gan']);
  for (const runs of Object.values(result.methods)) {
    expect(runs.map(({ seed }) => seed)).toEqual([0, 7]);
    for (const { scores } of runs) {
      expect(scores.map(({ iteration }) => iteration)).toEqual([0, 6]);
      for (const row of scores) {
        expect(row).toMatchObject({ onRing: 0, inside: 0, coverage: 0 }); // six steps of 5e-5 do not move 141 far
        expect(row.centerOffset).toBeAllClose(Math.hypot(100, 100), { atol: 5 });
        expect(row.meanDistance).toBeAllClose(Math.hypot(100, 100) - 10, { atol: 5 });
      }
    }
    expect(runs[0]?.scores[0]?.centerOffset).not.toBe(runs[1]?.scores[0]?.centerOffset);
  }

  const svg = await readFile(join(out, 'figure-4.svg'), 'utf8');
  expect(svg.match(/<rect width="150" height="150"/g)).toHaveLength(6);
  for (const label of ['gan', 'wgan', 'fm-gan', '0', '6']) expect(svg).toContain(`>${label}</text>`);
  const charts = ['coverage.svg', 'distance.svg', 'inside.svg', 'on-ring.svg'];
  const runs = ['gan', 'wgan', 'fm-gan'].flatMap((method) => [`${method}-seed-0`, `${method}-seed-7`]);
  expect((await readdir(out)).sort()).toEqual([...charts, ...runs, 'figure-4.svg', 'result.json'].sort());
  for (const chart of charts) expect(await readFile(join(out, chart), 'utf8')).toContain('>fm-gan</text>');
});

it('goes on to more iterations as if it had never stopped, and does not train a finished run again', async () => {
  const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
  await run('--steps', '9', '--methods', 'fm-gan', '--out', whole);
  await run('--steps', '5', '--methods', 'fm-gan', '--out', parts);
  const { stderr } = await run('--steps', '9', '--methods', 'fm-gan', '--out', parts);
  expect(stderr).toContain('fm-gan with seed 0 goes on after iteration 5.');
  const name = 'iteration-0000009.json';
  const [expected, resumed] = [await snapshot(whole, name), await snapshot(parts, name)];
  expect(resumed === expected).toBe(true); // a diff of a thousand points would say no more
  expect(resumed === (await snapshot(parts, 'iteration-0000005.json'))).toBe(false);

  const before = await resultOf(parts);
  const again = await run('--steps', '9', '--methods', 'fm-gan', '--out', parts);
  expect(again.stderr).toContain('fm-gan with seed 0 is trained already (9 iterations).');
  expect(await resultOf(parts)).toEqual(before);
});

it('leaves a checkpoint at Ctrl-C', async () => {
  const out = join(folder, 'interrupted');
  const args = (steps: number): string[] => ['--steps', String(steps), '--methods', 'wgan', '--out', out];
  const child = spawn(process.execPath, [program, ...args(1_000_000)]);
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    if (stderr === '' && text.toString().startsWith('wgan')) child.kill('SIGINT'); // the first line of progress
    stderr += text.toString();
  });
  expect(await once(child, 'exit')).toEqual([130, null]);
  const step = Number(/Stopped wgan after iteration (\d+); the same command goes on\.\n$/.exec(stderr)?.[1]);
  expect(step).toBeGreaterThan(0);
  expect((await run(...args(step + 1))).stderr).toContain(
    `wgan with seed 0 goes on after iteration ${step}.`,
  );
});

it('does not touch a run of another engine, and refuses what it does not know', async () => {
  const out = join(folder, 'whole');
  await expect(run('--steps', '9', '--methods', 'fm-gan', '--engine', 'cpu', '--out', out)).rejects.toThrow(
    /error: .*fm-gan-seed-0: has another configuration: engine is "wasm", given "cpu"\.$/m,
  );
  await expect(run('--methods', 'cvae')).rejects.toMatchObject({ code: 2 });
  await expect(run('--steps', '0')).rejects.toMatchObject({ code: 2 });
});
