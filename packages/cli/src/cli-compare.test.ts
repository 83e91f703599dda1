/** Comparisons of methods, on digits, at the smallest scale there is. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FolderLock } from '@cvg/train';
import { cvg, killCvgAt, startCvg, TINY } from './__fixtures__/cvg.js';
import { digitFolder } from './__fixtures__/digits.js';
import type { Comparison } from './workflows/comparison.js';

let folder: string;
let shared: string[];
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-compare-'));
  const digits = await digitFolder(at('digits'), 20);
  shared = ['--data', digits, ...TINY, '--channels', '1', '--steps', '10', '--evaluator-steps', '2'];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (out: string): Promise<Comparison> =>
  JSON.parse(await readFile(join(out, 'comparison.json'), 'utf8')) as Comparison;
const headingsOf = (html: string): (string | undefined)[] =>
  Array.from(html.matchAll(/<h2>(.*?)<\/h2>/g), ([, heading]) => heading);
const checkpoints = async (out: string): Promise<Record<string, string[]>> => {
  const runs = (await readdir(out)).filter((name) => name.includes('-seed')).sort();
  const entries = runs.map(async (run) => [run, await readdir(join(out, run, 'checkpoints'))] as const);
  return Object.fromEntries(await Promise.all(entries));
};
const cell = ({ table }: Comparison, row: string, metric: string, value: string) => {
  const index = table.columns.findIndex((column) => column.metric === metric && column.value === value);
  return table.rows.find(({ name }) => name === row)?.cells[index];
};

describe('cvg compare', () => {
  it('goes on after Ctrl-C, keeps what is finished, and compares like with like', async () => {
    const out = at('compare');
    const args = ['compare', ...shared, '--out', out, '--methods', 'cvae', 'cgan', '--seeds', '0,1'];
    const { child, result } = startCvg(args);
    await reached(join(out, 'cvae-seed1', 'config.json'));
    child.kill('SIGINT');
    const interrupted = await result;
    expect([interrupted.code, interrupted.stdout]).toEqual([130, '']);
    expect(interrupted.stderr).toContain('Interrupted; the same command goes on where it stopped.');
    const finished = await stat(join(out, 'cvae-seed0', 'checkpoints', 'step-000010'));

    const { code, stdout, stderr } = await cvg(...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect((await stat(join(out, 'cvae-seed0', 'checkpoints', 'step-000010'))).mtimeMs).toBe(
      finished.mtimeMs,
    );
    const found = await checkpoints(out);
    expect(Object.keys(found)).toEqual(['cgan-seed0', 'cgan-seed1', 'cvae-seed0', 'cvae-seed1']);
    for (const names of Object.values(found)) expect(names).toContain('step-000010');
    expect(stdout.split('\n').map((line) => line.split('  ')[0])).toEqual([
      expect.stringContaining('2 seeds, 20 images each'),
      ...['', 'real, held out', 'cvae', 'cgan', `Report: ${join(out, 'report.html')}`, ''],
    ]);

    const comparison = await read(out);
    const { table, runs, evaluator } = comparison;
    expect(table.rows.map(({ name }) => name)).toEqual(['real, held out', 'cvae', 'cgan']);
    for (const { metric, n, network } of table.columns) {
      if (metric === 'training') continue;
      const generated = { generated: 20 };
      expect([metric, n]).toEqual([metric, expect.objectContaining(generated)]);
      if (!['intraClassDiversity', 'sharpness', 'reconstruction'].includes(metric)) {
        expect([metric, network]).toEqual([metric, evaluator.hash]);
      }
    }
    expect(runs.map(({ method, seed, step }) => [method, seed, step])).toEqual([
      ...[0, 1].map((seed) => ['cvae', seed, 10]),
      ...[0, 1].map((seed) => ['cgan', seed, 10]),
    ]);
    // Mean and standard deviation of two numbers, by hand.
    const [first = NaN, second = NaN] = runs
      .filter(({ method }) => method === 'cgan')
      .map(
        ({ measurements }) =>
          measurements.find(({ metric }) => metric === 'frechetDistance')?.values.distance,
      );
    const frechet = cell(comparison, 'cgan', 'frechetDistance', 'distance');
    expect(frechet?.value).toBeCloseTo((first + second) / 2, 9);
    expect(frechet?.spread).toBeCloseTo(Math.abs(first - second) / Math.SQRT2, 9);
    expect(frechet?.seeds).toEqual({ training: [0, 1], noise: [0, 1] });
    expect(cell(comparison, 'cgan', 'reconstruction', 'pixelError')).toBeNull(); // it has no encoder
    expect(cell(comparison, 'cvae', 'reconstruction', 'pixelError')?.value).toBeGreaterThan(0);
    expect(cell(comparison, 'cvae', 'training', 'seconds')?.value).toBeGreaterThan(0);

    const html = await readFile(join(out, 'report.html'), 'utf8');
    expect(headingsOf(html)).toEqual([
      ...['Who is better', 'Samples', 'Reconstructions', 'All numbers', 'What they depend on'],
    ]);
    expect(html.includes('http')).toBe(html.includes('http://www.w3.org')); // nothing is loaded
    expect(html).toContain(evaluator.hash);
    expect(html.match(/<svg /g)).toHaveLength(6);
  });

  it("is killed in the middle of a training and of the judge's, and ends as if nothing had been", async () => {
    const [straight, killed] = [at('straight'), at('killed')];
    const argsFor = (out: string): string[] => [
      ...['compare', ...shared, '--steps', '150', '--evaluator-steps', '10'],
      ...['--methods', 'cvae', '--seeds', '0,1', '--out', out],
    ];
    expect((await cvg(...argsFor(straight))).code).toBe(0);
    await killCvgAt(/cvae-seed1.samples.step-000100/, ...argsFor(killed));
    expect(await checkpoints(killed).catch(String)).toMatch(/ENOENT.*cvae-seed1/);
    await killCvgAt(/cvae-seed1.samples.step-000150/, ...argsFor(killed));
    expect(await stat(join(killed, 'evaluators')).catch(String)).toMatch(/ENOENT/);
    const { code, stderr } = await cvg(...argsFor(killed));
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });

    const withoutTimes = async (out: string): Promise<unknown> => {
      const { runs, table, data, ...others } = await read(out);
      const timed = table.columns.map(({ metric }) => metric === 'training');
      return {
        ...others,
        data: data.fingerprint, // its folder is the comparison's own
        rows: table.rows.map(({ name, cells }) => [name, ...cells.filter((_, index) => !timed[index])]),
        runs: runs.map(({ measurements, ...run }) => ({
          ...run,
          measurements: measurements.filter(({ metric }) => metric !== 'training'),
        })),
      };
    };
    expect(await withoutTimes(killed)).toEqual(await withoutTimes(straight));
    for (const run of ['cvae-seed0', 'cvae-seed1']) {
      // Sizes and SHA-256 of all files of a checkpoint.
      const hashes = (out: string): Promise<string> =>
        readFile(join(out, run, 'checkpoints', 'step-000150', 'checkpoint.json'), 'utf8');
      expect(await hashes(killed)).toBe(await hashes(straight));
    }
  }, 90_000);

  it('adds a method to what is there, and refuses a second process, and other settings by name', async () => {
    const out = at('compare');
    const before = await checkpoints(out);
    const args = ['compare', ...shared, '--out', out, '--methods', 'cgan', 'fm-cgan'];
    const { code, stderr } = await cvg(...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr.match(/^(real|held out|cgan|fm-cgan|judge) +\d/gm)).toEqual(['real  2', 'fm-cgan  2']); // the rest is kept
    expect(Object.keys(await checkpoints(out))).toEqual([...Object.keys(before), 'fm-cgan-seed0'].sort());
    expect((await read(out)).table.rows.map(({ name }) => name)).toEqual([
      'real, held out',
      'cgan',
      'fm-cgan',
    ]);
    const lock = await FolderLock.take(out);
    expect((await cvg(...args)).stderr).toContain(`${out}: process ${process.pid} is writing to it;`);
    await lock.release();
    const other = await cvg(...args, '--batch', '5', '--steps', '11');
    expect(other).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `error: ${out}: has another configuration: steps is 10, given 11; batchSize is 4, given 5.\n`,
    });
  });

  it('refuses recipes without classes, seeds that are none, and data that is too small', async () => {
    expect(await cvg('compare', ...shared, '--methods', 'vae')).toMatchObject({ code: 2 });
    expect(await cvg('compare', ...shared, '--seeds', '0,x')).toMatchObject({ code: 2 });
    const few = await digitFolder(at('few'), 3);
    const { code, stderr } = await cvg('compare', ...shared, '--data', few, '--out', at('few-out'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('a comparison needs two of each class')]);
  });
});

it('cvg ablate trains without each part, and measures blur and lost details', async () => {
  const out = at('ablate');
  const { code, stderr, stdout } = await cvg('ablate', ...shared, '--steps', '2', '--out', out);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const objective = async (run: string): Promise<unknown> => {
    const text = await readFile(join(out, `${run}-seed0`, 'config.json'), 'utf8');
    return (JSON.parse(text) as { training: { objective: unknown } }).training.objective;
  };
  const all = { kl: 3, pixels: 1, featuresD: 1, featuresC: 1, meanD: 1e-3, meanC: 1e-3 };
  for (const dropped of [{ pixels: 0 }, { featuresD: 0, meanD: 0 }, { featuresC: 0, meanC: 0 }]) {
    const [term] = Object.keys(dropped);
    expect(await objective(`without-${term}`)).toEqual({ ...all, ...dropped });
  }
  expect(await objective('all')).toEqual(all);
  expect(stdout).toContain('without features of D');
  const comparison = await read(out);
  const rows = ['without pixels', 'without features of D', 'without features of C', 'all'];
  expect(comparison.table.rows.map(({ name }) => name)).toEqual(['real, held out', ...rows]);
  for (const row of rows) {
    expect(cell(comparison, row, 'reconstruction', 'pixelError')?.value).toBeGreaterThan(0);
    expect(cell(comparison, row, 'sharpness', 'ofReal')?.value).toBeGreaterThanOrEqual(0);
  }
  const html = await readFile(join(out, 'report.html'), 'utf8');
  expect(headingsOf(html).slice(0, 3)).toEqual(['Who is better', 'Reconstructions', 'Samples']);
});

/** Waits until there is a file. */
async function reached(file: string): Promise<void> {
  for (;;) {
    const found = await stat(file).catch(() => undefined);
    if (found) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
