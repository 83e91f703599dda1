import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readIdxFile } from '@cvg/data';
import { programOf, readResult, toyDigits } from '@cvg/experiment/testing';
import { encodePng } from '@cvg/report';

const run = programOf(import.meta.url);
/** Digits that play the people of the pairs; the others are learned from. */
const PEOPLE = ['7', '8', '9'];
const PHOTOS = 11;

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-table-2-'));
  const digits = await toyDigits(at('digits'));
  const images = await readIdxFile(join(digits, 'train-images-idx3-ubyte'));
  const labels = await readIdxFile(join(digits, 'train-labels-idx1-ubyte'));
  const counts = new Map<string, number>();
  for (const [row, label] of labels.data.entries()) {
    const name = String(label);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count > PHOTOS) continue;
    const to = PEOPLE.includes(name) ? 'photos' : 'faces';
    await mkdir(at(to, name), { recursive: true });
    const data = (images.data as Uint8Array).subarray(row * 28 * 28, (row + 1) * 28 * 28);
    const png = await encodePng({ data, width: 28, height: 28, channels: 1 });
    await writeFile(at(to, name, `${name}_${String(count).padStart(4, '0')}.png`), png);
  }
  const same = PEOPLE.flatMap((name) => Array.from({ length: 10 }, (_, i) => `${name}\t${i + 1}\t${i + 2}`));
  const other = PEOPLE.flatMap((name, id) =>
    Array.from({ length: 10 }, (_, i) => `${name}\t${i + 1}\t${PEOPLE[(id + 1) % 3]!}\t${i + 1}`),
  );
  await writeFile(at('pairs.txt'), `${['30', ...same, ...other].join('\n')}\n`);
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('trains, draws and verifies, and goes on with another seed', async () => {
  const out = at('out');
  const args = [
    ...['--data', at('faces'), '--images', at('photos'), '--pairs', at('pairs.txt'), '--out', out],
    ...[
      '--size',
      '32',
      '--channels',
      '1',
      '--steps',
      '2',
      '--width',
      '0.02',
      '--latent',
      '4',
      '--batch',
      '4',
    ],
    ...['--per-identity', '3', '--new-identities', '5', '--per-new', '2', '--verify-steps', '2'],
    ...['--engine', 'wasm'],
  ];
  await run(...args, '--seeds', '0');
  const alone = await readResult(out);
  const [kept = ''] = await readdir(join(out, 'networks'));
  const before = await stat(join(out, 'networks', kept));
  const { stdout } = await run(...args, '--seeds', '0,1');
  expect((await stat(join(out, 'networks', kept))).mtimeMs).toBe(before.mtimeMs);
  expect(stdout).toMatch(
    /^existing identities \(existing\): -?[\d.]+ ± [\d.]+ points \(95 %: .*\), (with|out)/m,
  );

  const result = (await readResult(out)) as {
    measured: { gains: { name: string; differences: number[]; mean: number }[]; verification: object };
  };
  expect(result).toMatchObject({
    ...{ experiment: 'table2', engine: 'wasm', seeds: [0, 1] },
    n: { pairs: 60, folds: 10, existingImages: 7 * 3, newImages: 5 * 2 },
    measured: {
      generator: { step: 2 },
      verification: {
        leftOut: [],
        rows: [
          { name: 'no augmentation', addedImages: 0, classes: 7 },
          { name: 'existing identities (existing)', addedImages: 21, classes: 7 },
          { name: 'new identities (new)', addedImages: 10, classes: 12 },
        ],
      },
    },
  });
  const { gains } = result.measured;
  expect(gains.map(({ name }) => name)).toEqual(['existing identities (existing)', 'new identities (new)']);
  for (const [index, { differences, mean }] of gains.entries()) {
    expect(mean).toBeCloseTo((differences[0]! + differences[1]!) / 2, 12);
    expect(alone).toMatchObject({
      measured: { gains: { [index]: { mean: differences[0], standardError: null } } },
    });
  }
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('ROC of all pairs');
  expect(await readdir(out)).toEqual(
    expect.arrayContaining(['existing-identities.png', 'new-identities.png']),
  );
}, 60_000);
