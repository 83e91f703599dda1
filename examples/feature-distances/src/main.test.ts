import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const run = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [program, ...args], { cwd: folder });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-features-'));
  // 200 points on a curve in four dimensions, and the same points shifted.
  const shifted = (by: readonly number[]): number[][] =>
    Array.from({ length: 200 }, (_, row) => by.map((shift, at) => Math.sin(row * (at + 1) * 0.7) + shift));
  await writeFile(join(folder, 'real.npy'), npy(shifted([0, 0, 0, 0]), 'f4'));
  await writeFile(join(folder, 'same.npy'), npy(shifted([0, 0, 0, 0]), 'f8'));
  await writeFile(join(folder, 'far.npy'), npy(shifted([3, 0, 4, 0]), 'f4'));
  await writeFile(join(folder, 'few.npy'), npy(shifted([0, 0, 0, 0]).slice(0, 100), 'f4'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As NumPy's format is specified: magic, version 1.0, padded header, values. */
function npy(rows: readonly (readonly number[])[], type: 'f4' | 'f8'): Buffer {
  const shape = `(${rows.length}, ${rows[0]!.length})`;
  const dictionary = `{'descr': '<${type}', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${dictionary.padEnd(128 - 10 - 1)}\n`;
  const values = rows.flat();
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const array = type === 'f4' ? Float32Array.from(values) : Float64Array.from(values);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(array.buffer)]);
}

it('measures each file: a shift by s adds |s|² to the Frechet distance and leaves the covariances alone', async () => {
  const { stdout } = await run('real.npy', 'same.npy', 'far.npy');
  const [header, ...rows] = stdout.trimEnd().split('\n');
  const table = rows.map((row) => {
    const [name = '', ...cells] = row.split(/\s+/);
    const names = header!.trim().split(/\s+/);
    return { name, ...Object.fromEntries(names.map((column, at) => [column, Number(cells[at])])) };
  });
  const [same, far] = table;
  expect(same).toMatchObject({
    name: 'same',
    frechetDistance: 0,
    means: 0,
    precision: 1,
    recall: 1,
    coverage: 1,
  });
  expect(far).toMatchObject({ name: 'far', frechetDistance: 25, means: 25, precision: 0, recall: 0 });
});

it('refuses files of different length, and what is no matrix', async () => {
  await expect(run('real.npy', 'same.npy', 'few.npy')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('frechetDistance') as unknown,
  });
  await writeFile(join(folder, 'text.npy'), 'no matrix');
  await expect(run('text.npy', 'same.npy')).rejects.toMatchObject({
    stderr: expect.stringContaining('expected a matrix of float32 or float64 in C order') as unknown,
  });
  await expect(run('real.npy')).rejects.toMatchObject({ code: 2 });
});
