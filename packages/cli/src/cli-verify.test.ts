import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareFolder, writeGenerated } from '@cvg/data';
import { FolderLock } from '@cvg/train';
import type { Verification } from './index.js';
import { cvg, killCvgAt, type CvgResult } from './__fixtures__/cvg.js';
import { digitFolder } from './__fixtures__/digits.js';

const SIZE = 16;
/** Digits that play the people of the pairs. */
const PEOPLE = ['7', '8', '9'];
const PHOTOS = 12;

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const argsOf = (...more: string[]): string[] => [
  ...['verify', '--data', at('real'), '--images', at('photos'), '--pairs', at('pairs.txt')],
  ...['--steps', '60', '--no-flip', '--engine', 'wasm', ...more],
];
const verify = (...more: string[]): Promise<CvgResult> => cvg(...argsOf(...more));
const readVerification = async (out: string): Promise<Verification> =>
  JSON.parse(await readFile(at(out, 'verification.json'), 'utf8')) as Verification;

/** Images of noise as a prepared folder; each class a mixture of some digits. */
async function generatedFolder(to: string, mixtures: readonly (readonly string[])[]): Promise<void> {
  const perClass = 4;
  await writeGenerated(
    {
      imageShape: [SIZE, SIZE, 1],
      classes: mixtures.map((names) => names.join(' + ')),
      source: {
        kind: 'generated',
        options: { generator: '0'.repeat(64), seed: 0, perClass },
        mixtures: mixtures.map((names) =>
          names.map((className) => ({ className, weight: 1 / names.length })),
        ),
        files: [],
      },
      batchSize: perClass,
      draw: async function* (start) {
        for (let row = start; row < mixtures.length * perClass; row += perClass) {
          yield await Promise.resolve(
            Uint8Array.from({ length: perClass * SIZE * SIZE }, (_, index) => (index * 37 + row * 101) % 256),
          );
        }
      },
    },
    at(to),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-verify-'));
  await digitFolder(at('digits'), 40);
  const prepared = { size: SIZE, channels: 1 } as const;
  await prepareFolder(at('digits'), at('real'), prepared);
  for (const name of PEOPLE) {
    await mkdir(at('people', name), { recursive: true });
    for (let photo = 1; photo <= PHOTOS; photo++) {
      const file = `${name}_${String(photo).padStart(4, '0')}.png`;
      await copyFile(at('digits', name, `${photo}.png`), at('people', name, file));
    }
  }
  await prepareFolder(at('people'), at('photos'), { ...prepared, heldOutFraction: 0 });
  // The last pair of one person has a photo that does not exist.
  const same = PEOPLE.flatMap((name) => Array.from({ length: 10 }, (_, i) => `${name}\t${i + 1}\t${i + 2}`));
  const other = PEOPLE.flatMap((name, id) =>
    Array.from({ length: 10 }, (_, i) => `${name}\t${i + 1}\t${PEOPLE[(id + 1) % 3]!}\t${i + 1}`),
  );
  const lines = ['30', ...same.slice(0, -1), '9\t1\t99', ...other];
  await writeFile(at('pairs.txt'), `${lines.join('\n')}\n`);
  await generatedFolder('more', [['0'], ['1'], ['7']]);
  await generatedFolder('new', [
    ['0', '1', '2'],
    ['3', '4', '9'],
    ['3', '4', '5'],
  ]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('cvg verify', () => {
  it('compares what is learned with and without generated images, and goes on with what it has', async () => {
    const first = await verify('--out', at('out'), '--seeds', '0');
    expect(first.stderr).toContain('Not learned from, because the pairs show them: 3 classes (7, 8, 9).');
    expect(first.stderr).toContain(
      'Photos of the pairs that are not among the images: 1; 59 of 60 pairs are left.',
    );
    expect(first.code).toBe(0);
    const kept = await readdir(at('out', 'networks'));
    expect(kept).toHaveLength(1);
    const before = await stat(at('out', 'networks', kept[0]!));
    const alone = await readVerification('out');

    const { code, stdout } = await verify(
      ...['--out', at('out'), '--seeds', '0,1', '--augmented', at('more'), at('new')],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^59 pairs in 10 folds, means over 2 seeds ± their deviation:\n/);
    expect(stdout).toContain(`Report: ${at('out', 'report.html')}\n`);
    expect(await readdir(at('out', 'networks'))).toHaveLength(6);
    expect((await stat(at('out', 'networks', kept[0]!))).mtimeMs).toBe(before.mtimeMs);

    const { rows, pairs, missing, leftOut } = await readVerification('out');
    expect(rows[0]?.networks[0]).toEqual(alone.rows[0]?.networks[0]);
    expect({ pairs, missing, leftOut }).toEqual({
      pairs: 59,
      missing: ['9/9_0099.jpg'],
      leftOut: ['7', '8', '9', '3 + 4 + 9'],
    });
    expect(
      rows.map(({ name, realImages, addedImages, classes }) => [name, realImages, addedImages, classes]),
    ).toEqual([
      ['no augmentation', 7 * 36, 0, 7],
      ['existing identities (more)', 7 * 36, 8, 7],
      ['new identities (new)', 7 * 36, 8, 9],
    ]);
    for (const { networks, accuracy, gain } of rows) {
      expect(networks.map(({ seed }) => seed)).toEqual([0, 1]);
      const accuracies = networks.map(({ verification }) => verification.values.accuracy);
      expect(accuracy.mean).toBeCloseTo((accuracies[0]! + accuracies[1]!) / 2, 12);
      expect(accuracy.deviation).toBeCloseTo(Math.abs(accuracies[0]! - accuracies[1]!) / Math.SQRT2, 12);
      expect(gain.mean).toBeCloseTo(accuracy.mean - rows[0]!.accuracy.mean, 12);
      expect(networks[0]!.verification.n.real).toBe(59);
    }
    // Digits that were never seen are told apart better than by chance.
    expect(rows[0]!.auc.mean).toBeGreaterThan(0.6);
    const html = await readFile(at('out', 'report.html'), 'utf8');
    for (const text of ['ROC of all pairs', '<td>new identities (new)</td>', '252 + 8', '9/9_0099.jpg']) {
      expect(html).toContain(text);
    }
  }, 60_000);

  it('is killed in the middle of a training, and ends as if nothing had been', async () => {
    const [straight, killed] = [at('straight'), at('killed')];
    expect((await verify('--out', straight, '--seeds', '0,1')).code).toBe(0);
    await killCvgAt(/seed 0: .* of the pairs/, ...argsOf('--out', killed, '--seeds', '0,1'));
    const kept = await readdir(join(killed, 'networks'));
    expect(kept).toHaveLength(1);
    const before = await stat(join(killed, 'networks', kept[0]!));
    const { code, stderr } = await verify('--out', killed, '--seeds', '0,1');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect((await stat(join(killed, 'networks', kept[0]!))).mtimeMs).toBe(before.mtimeMs);
    for (const name of [...(await readdir(join(straight, 'networks'))), '../verification.json']) {
      const [expected, actual] = [straight, killed].map((out) => readFile(join(out, 'networks', name)));
      expect((await actual!).equals(await expected!)).toBe(true);
    }
  }, 60_000);

  it('refuses a second process, images of another size, and pairs of which there is no photo', async () => {
    const lock = await FolderLock.take(at('locked'));
    const second = await verify('--out', at('locked'));
    expect([second.code, second.stderr]).toEqual([
      ...[1, expect.stringContaining(`${at('locked')}: process ${process.pid} is writing to it;`)],
    ]);
    await lock.release();
    await prepareFolder(at('digits'), at('large'), { size: 32, channels: 1 });
    const large = await verify('--out', at('refused'), '--augmented', at('large'));
    expect(large.stderr).toContain(
      `${at('large')}: its images are 32 x 32 x 1, those of ${at('photos')} 16 x 16 x 1; prepare both in one size.`,
    );
    await writeFile(at('nobody.txt'), '1\nnobody\t1\t2\nnobody\t1\tnoone\t1\n');
    const nobody = await verify('--out', at('refused'), '--pairs', at('nobody.txt'));
    expect(nobody.stderr).toContain(`no pair of ${at('nobody.txt')} has its photos there.`);
    expect([large.code, nobody.code]).toEqual([1, 1]);
  }, 30_000);
});
