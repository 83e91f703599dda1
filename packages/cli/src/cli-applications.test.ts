/** What a trained model can do, on digits, at the smallest scale there is. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boxDownsample, sampleLatents, type ImageArray } from '@cvg/apps';
import { openPreparedData } from '@cvg/data';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { cvg, startCvg } from './__fixtures__/cvg.js';
import { digitFolder } from './__fixtures__/digits.js';
import { createRun } from './workflows/create-run.js';
import { evaluateRun } from './workflows/evaluate-run.js';
import { sliceImages } from './workflows/image-arrays.js';
import { loadModel } from './workflows/load-model.js';
import { openRun } from './workflows/open-run.js';
import { sampleClasses } from './workflows/sample-classes.js';
import { readPicture } from './workflows/save-picture.js';
import { trainRun } from './workflows/train-run.js';

// Width and height of a picture: tiles of 32 pixels with 2 around them, doubled.
const extent = (tiles: number): number => 2 * (2 + tiles * 34);

let folder: string;
let run: string;
let digits: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-applications-'));
  digits = await digitFolder(at('digits'), 6);
  run = at('run');
  const tiny = { size: 32, channels: 1, width: 0.02, latentSize: 4, batchSize: 4, engine: 'wasm' } as const;
  const created = await createRun({ ...tiny, data: digits, out: run, steps: 1 });
  await trainRun(created);
  await created.folder.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command on the run, which must succeed; its lines. */
async function lines(command: string, ...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await cvg(command, run, ...args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}
const isPicture = async (file: string, columns: number, rows: number): Promise<void> => {
  const { width, height } = await sharp(file).metadata();
  expect({ width, height }).toEqual({ width: extent(columns), height: extent(rows) });
};
const tile = (images: ImageArray, columns: number, row: number, column: number): ImageArray =>
  sliceImages(images, row * columns + column, row * columns + column + 1);
const bytesOf = ({ images }: ImageArray): number[] =>
  Array.from(images, (value) => Math.round((value + 1) * 127.5));

describe('cvg sample', () => {
  it('writes single files, the same images as the grid', async () => {
    const drawn = at('drawn');
    expect(await lines('sample', '--files', drawn, '--per-class', '3', '--class', '4', '7')).toEqual([
      `${drawn}  6 images, from step 1`,
    ]);
    expect((await readdir(drawn)).sort()).toEqual(['4', '7']);
    expect((await readdir(join(drawn, '7'))).sort()).toEqual(['00001.png', '00002.png', '00003.png']);
    await lines('sample', '--per-class', '3', '--class', '4', '7', '--out', at('grid.png'));
    const { images } = await readPicture(at('grid.png'), 32);
    const pixels = await sharp(join(drawn, '7', '00002.png'))
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    expect([...pixels]).toEqual(bytesOf(tile(images, 3, 1, 1)));
  });
});

describe('cvg morph', () => {
  it('goes from class to class, in several rows', async () => {
    const out = at('between.png');
    const text = await lines(
      'morph',
      '--between',
      '--class',
      '1',
      '4',
      '7',
      '--per-class',
      '2',
      '--steps',
      '3',
      '--out',
      out,
    );
    expect(text).toEqual([
      `${out}  4 x 7 images, from step 1`,
      'rows     1 to 4, 1 to 4, 4 to 7, 4 to 7',
      'columns  first, second',
    ]);
    await isPicture(out, 7, 4);
    const { images } = await readPicture(out, 32);
    expect(bytesOf(tile(images, 7, 0, 6))).toEqual(bytesOf(tile(images, 7, 2, 0))); // the chain goes on where it was
    expect(bytesOf(tile(images, 7, 1, 0))).not.toEqual(bytesOf(tile(images, 7, 0, 0)));
    const one = await cvg('morph', run, '--between', '--class', '1');
    expect(one).toMatchObject({ code: 1, stderr: `error: ${run}: --between needs two classes or more.\n` });
  });

  it('takes the classes of files from their folders', async () => {
    const out = at('files.png');
    const text = await lines('morph', join(digits, '3', '0.png'), join(digits, '8', '1.png'), '--out', out);
    expect(text[0]).toBe(`${out}  1 x 12 images, from step 1`);
    await cp(join(digits, '3', '0.png'), at('elsewhere.png'));
    const { code, stderr } = await cvg('morph', run, at('elsewhere.png'), join(digits, '8', '1.png'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('needs the class of the image files')]);
    await lines(
      'morph',
      at('elsewhere.png'),
      join(digits, '8', '1.png'),
      '--class',
      '3',
      '8',
      '--out',
      at('named.png'),
    );
    expect((await readFile(at('named.png'))).equals(await readFile(out))).toBe(true);
  });

  it.each(['gif', 'webp'])('animates there and back (%s)', async (format) => {
    const out = at(`morph.${format}`);
    const text = await lines('morph', '--class', '1', '2', '3', '--steps', '4', '--out', out);
    expect(text).toEqual([`${out}  3 x 4 images, there and back, from step 1`]);
    expect(await sharp(out).metadata()).toMatchObject({ format, width: extent(2), height: extent(2) });
  });
});

describe('cvg inpaint', () => {
  it('shows ten iterations, compares them and the descent inside the holes', async () => {
    const out = at('inpaint.png');
    const text = await lines('inpaint', '--class', '2', '5', '--descent', '2', '--out', out);
    expect(text[2]).toBe('columns  original, hole, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, descent');
    expect(text.slice(3).map((line) => line.split(/ +/)[0])).toEqual([
      '',
      'hole',
      ...Array.from({ length: 10 }, (_, index) => String(index + 1)),
      'descent',
    ]);
    for (const line of text.slice(4)) expect(line).toMatch(/^\w+ +\d+\.\d\d dB +-?\d\.\d{3}$/);
    await isPicture(out, 13, 2);
    // Oracle: PSNR of grey against the truth in the hole, out of the bytes of the picture.
    const { images } = await readPicture(out, 32);
    const psnrs = [0, 1].map((row) => {
      const [original, hole, , , , , , , , , , filled] = Array.from(
        { length: 13 },
        (_, column) => tile(images, 13, row, column).images,
      );
      const inHole = [...original!.keys()].filter((index) => original![index] !== filled![index]);
      const sum = inHole.reduce((total, index) => total + (original![index]! - hole![index]!) ** 2, 0);
      expect(inHole.length).toBeGreaterThan(100); // 13 x 13, but for pixels that came out exactly
      return 10 * Math.log10((4 * 169) / sum);
    });
    const measured = Number(/hole +(\S+) dB/.exec(text.join('\n'))?.[1]);
    expect(Math.abs(measured - (psnrs[0]! + psnrs[1]!) / 2)).toBeLessThan(0.2);
  });

  it('measures nothing where the truth is not known', async () => {
    const text = await lines(
      'inpaint',
      join(digits, '3', '0.png'),
      '--mask',
      join(digits, '1', '0.png'),
      '--out',
      at('mask.png'),
    );
    expect(text).toHaveLength(3);
  });
});

describe('cvg super-resolve', () => {
  it.each([2, 4, 8])('keeps the small image exactly (factor %i)', async (factor) => {
    const out = at('super.png');
    const text = await lines(
      'super-resolve',
      '--factor',
      String(factor),
      '--class',
      '2',
      '5',
      '--per-class',
      '2',
      '--descent',
      '2',
      '--out',
      out,
    );
    expect(text[2]).toBe('columns  small, bicubic, 1, 10, descent, original');
    expect(text[3]).toMatch(/^ +PSNR +SSIM$/);
    expect(text.slice(4).map((line) => line.split(/ +|Inf/)[0])).toEqual([
      'small',
      'bicubic',
      '1',
      '10',
      'descent',
      'original',
    ]);
    await isPicture(out, 6, 2); // one of each class is shown
    const { images } = await readPicture(out, 32);
    for (const row of [0, 1]) {
      const reduced = (column: number): number[] =>
        bytesOf(boxDownsample(tile(images, 6, row, column), factor));
      for (const column of [2, 3, 4, 5]) {
        const differences = reduced(column).map((byte, index) => Math.abs(byte - reduced(0)[index]!));
        expect(Math.max(...differences)).toBeLessThanOrEqual(1); // both are rounded to bytes
      }
      expect(bytesOf(tile(images, 6, row, 2))).not.toEqual(bytesOf(tile(images, 6, row, 5)));
    }
  });

  it('asks the judge that an evaluation has left', async () => {
    const judged = at('judged');
    await cp(run, judged, { recursive: true });
    const opened = await openRun(judged);
    await evaluateRun(opened, { perClass: 2, evaluatorSteps: 2 });
    await opened.folder.close();
    const { code, stdout } = await cvg('super-resolve', judged, '--per-class', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +PSNR +SSIM +top-1$/m);
    expect(stdout).toMatch(/^bicubic .* \d+\.\d %$/m);
    const without = await cvg('super-resolve', run, '--per-class', '1');
    expect(without.stderr).toBe(`For top-1 there has to be a judge: cvg evaluate ${run}\n`);
  });

  it('enlarges files', async () => {
    const out = at('large.png');
    const text = await lines(
      'super-resolve',
      join(digits, '6', '0.png'),
      join(digits, '9', '0.png'),
      '--factor',
      '2',
      '--out',
      out,
    );
    expect(text[2]).toBe('columns  small, bicubic, 1, 10');
    expect(text).toHaveLength(3);
    await isPicture(out, 4, 2);
    const [file] = [join(digits, '6', '0.png')];
    const small = await sharp(file).resize(16, 16).greyscale().raw().toBuffer();
    const { images } = await readPicture(out, 32);
    const shown = bytesOf(boxDownsample(tile(images, 4, 0, 3), 2));
    const difference = shown.reduce((sum, byte, index) => sum + Math.abs(byte - small[index]!), 0) / 256;
    expect(difference).toBeLessThan(2); // the same reduction of the file, up to the kernel
  });
});

describe('cvg export', () => {
  it('writes networks that tf.loadLayersModel reads and that compute the same', async () => {
    const out = at('web');
    const text = await lines('export', '--out', out);
    expect(text.slice(0, 3)).toEqual([
      `${join(out, 'generator')}  z [B, 4], classes [B, 10] to image [B, 32, 32, 1], from step 1`,
      `${join(out, 'encoder')}  image [B, 32, 32, 1], classes [B, 10] to mean [B, 4], logVar [B, 4], from step 1`,
      `Images are in [-1, 1]. In a browser: npx serve ${out}`,
    ]);
    expect(text.join('\n')).toContain("tf.oneHot(tf.fill([8], 0, 'int32'), 10); // class 0: 0\n");
    expect((await readdir(out)).sort()).toEqual(['classes.json', 'encoder', 'generator', 'index.html']);
    expect(JSON.parse(await readFile(join(out, 'classes.json'), 'utf8'))).toEqual(Array.from('0123456789'));

    // As a browser does, but for where the files come from, and with JSON of jest's own realm.
    const fetchFunc = async (url: unknown): Promise<Response> => {
      const bytes = await readFile(join(out, new URL(String(url)).pathname));
      const json = (): Promise<unknown> => Promise.resolve(JSON.parse(bytes.toString()));
      return Object.assign(new Response(bytes), { json });
    };
    const load = (name: string): Promise<tfl.LayersModel> =>
      tfl.loadLayersModel(tf.io.http(`http://web/${name}/model.json`, { fetchFunc }));
    const opened = await openRun(run);
    const model = await loadModel(opened);
    const [generator, encoder] = [await load('generator'), await load('encoder')];
    const z = tf.tensor2d(sampleLatents({ count: 3, latentSize: 4, seed: 7 }), [3, 4]);
    const classes = tf.oneHot([5, 0, 9], 10, 1, 0, 'float32') as tf.Tensor2D;
    const images = model.generator.generate(z, classes) as tf.Tensor4D;
    expect(generator.predict([z, classes]) as tf.Tensor).toBeAllClose(images, { rtol: 1e-4, atol: 1e-5 });
    const grid = await sampleClasses(model, { classIds: [5], perClass: 3, seed: 7 });
    const fives = tf.oneHot([5, 5, 5], 10);
    expect(generator.predict([z, fives]) as tf.Tensor).toBeAllClose(grid.images.images, {
      ...{ rtol: 1e-4, atol: 1e-5 },
    });
    const [mean, logVar] = encoder.predict([images, classes]) as tf.Tensor[];
    const posterior = model.encoder!.encode(images, classes);
    expect(mean!).toBeAllClose(posterior.mean, { rtol: 1e-4, atol: 1e-4 });
    expect(logVar!).toBeAllClose(posterior.logVar, { rtol: 1e-4, atol: 1e-4 });
    model.dispose();
    await opened.folder.close();
  });
});

describe('cvg attribute', () => {
  it('moves images along the difference of two groups', async () => {
    const [groupA, groupB] = [at('a'), at('b')];
    for (const [group, index] of [
      [groupA, '0'],
      [groupB, '1'],
    ] as const) {
      for (const digit of ['2', '5'])
        await cp(join(digits, digit, `${index}.png`), join(group, digit, 'x.png'));
    }
    const out = at('attribute.png');
    const shared = ['--with', groupA, '--without', groupB, '--out', out];
    expect(await lines('attribute', ...shared)).toEqual([
      `${out}  10 x 7 images, from step 1`,
      'rows     0, 1, 2, 3, 4, 5, 6, 7, 8, 9',
      'columns  original, -1, -0.5, 0, 0.5, 1',
      'groups   2 images with, 2 images without',
    ]);
    await isPicture(out, 7, 10);
    const text = await lines(
      'attribute',
      join(digits, '3', '0.png'),
      ...shared,
      '--strengths',
      '-3',
      '0',
      '3',
    );
    expect(text[2]).toBe('columns  original, -3, 0, 3');
    await isPicture(out, 5, 1);
    const wrong = await cvg('attribute', run, '--with', groupA, '--without', folder);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^error: .*has no class /);
  });
});

/** Waits until a file has so many bytes. */
async function hasGrown(file: string, bytes: number): Promise<void> {
  while (((await stat(file).catch(() => undefined))?.size ?? 0) < bytes) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('cvg augment', () => {
  it('writes the existing classes as a prepared folder', async () => {
    const out = at('more');
    expect(await lines('augment', '--out', out, '--per-class', '7')).toEqual([
      `${out}  70 images of 10 classes, from step 1`,
      `Learn from it: cvg train --data ${out} --size 32 --out <folder>`,
    ]);
    const data = await openPreparedData(out, { verify: true });
    expect([data.classes, [...data.labelCounts()]]).toEqual([Array.from('0123456789'), Array(10).fill(7)]);
    const generator = await readFile(
      join(run, 'checkpoints', 'step-000001', 'averaged-generator.safetensors'),
    );
    expect(data.manifest.source).toMatchObject({
      options: { generator: createHash('sha256').update(generator).digest('hex'), seed: 0, perClass: 7 },
    });
    await data.close();
    expect((await lines('augment', '--out', out, '--per-class', '7'))[0]).toMatch(/, complete already$/);
    const other = await cvg('augment', run, '--out', out, '--per-class', '8');
    expect(other).toMatchObject({
      code: 1,
      stderr: `error: ${out}: exists already and holds something else; choose another name.\n`,
    });
  });

  it('writes new classes, which can be trained on', async () => {
    const out = at('new');
    await lines('augment', '--out', out, '--mix', '4', '--per-class', '6', '--seed', '2');
    const data = await openPreparedData(out);
    expect(data.classes).toHaveLength(4);
    for (const name of data.classes) expect(name).toMatch(/^\d \+ \d \+ \d$/);
    await data.close();
    const tiny = ['--width', '0.02', '--latent', '4', '--batch', '4', '--engine', 'wasm'];
    const trained = await cvg(
      'train',
      '--data',
      out,
      '--out',
      at('second'),
      '--size',
      '32',
      '--steps',
      '1',
      ...tiny,
    );
    expect(trained.code).toBe(0);
    const many = await cvg('augment', run, '--out', at('many'), '--mix', '121');
    expect(many.stderr).toContain('3 of 10 classes make 120 mixtures, asked for were 121.');
  });

  it('goes on after it was interrupted, and after it was killed', async () => {
    const args = (out: string): string[] => ['augment', run, '--out', out, '--per-class', '3000'];
    const out = at('resumed');
    let size = 0;
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const { child, result } = startCvg(args(out));
      await hasGrown(join(`${out}.partial`, 'images.npy'), (size += 2 ** 20));
      child.kill(signal);
      const { code, stderr } = await result;
      expect(code).toBe(signal === 'SIGINT' ? 130 : null);
      if (signal === 'SIGINT')
        expect(stderr).toContain('Stopped. The same command goes on where it stopped.\n');
      expect(await readdir(folder)).toContain('resumed.partial');
    }
    expect(await cvg(...args(out))).toMatchObject({ code: 0 });
    expect(await cvg(...args(at('straight')))).toMatchObject({ code: 0 });
    for (const name of ['images.npy', 'labels.npy', 'manifest.json']) {
      expect((await readFile(join(out, name))).equals(await readFile(at('straight', name)))).toBe(true);
    }
  });
});
