import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { cvg, TINY, type CvgResult } from './__fixtures__/cvg.js';
import { photoFolder } from './__fixtures__/photos.js';

// Width and height of a picture: tiles of 32 pixels with 2 around them, doubled.
const extent = (tiles: number): number => 2 * (2 + tiles * 34);

let folder: string;
let run: string;
let training: CvgResult;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-cli-'));
  const photos = await photoFolder(join(folder, 'photos'), ['red', 'blue', 'lime'], 24);
  await writeFile(
    join(photos, 'red', 'torn.jpg'),
    (await readFile(join(photos, 'red', '0.png'))).subarray(0, 90),
  );
  await writeFile(join(photos, 'red', 'notes.txt'), 'not a photo');
  run = join(folder, 'runs', 'mine');
  training = await cvg('train', '--data', photos, '--out', run, '--steps', '3', ...TINY);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isPicture = async (file: string, columns: number, rows: number): Promise<void> => {
  const { width, height } = await sharp(file).metadata();
  expect({ width, height }).toEqual({ width: extent(columns), height: extent(rows) });
};

const reportHas = async (heading: string): Promise<boolean> =>
  (await readFile(join(run, 'report.html'), 'utf8')).includes(`<h2>${heading}</h2>`);

describe('cvg train', () => {
  it('trains, tells how it goes, and ends with 0', () => {
    expect(training.stderr).toMatch(
      /^2 files were left out:\n {2}red\/notes\.txt {2}not-an-image: .*\n {2}red\/torn\.jpg {2}damaged: /m,
    );
    expect(training.stderr).toContain(`cvae-gan on 3 classes, engine wasm, run ${run}\n`);
    expect(training.stderr).toMatch(/^train {2}3\/3 steps {2}100 % .* D \d.* pixels \d.* KL \d/m);
    expect(training.stdout).toMatch(/^Trained 3 steps in \d+:\d\d, \d+ images a second\.$/m);
    expect(training.stdout).toContain(`Report: ${join(run, 'report.html')}\nJudge it: cvg evaluate ${run}\n`);
    expect(training.code).toBe(0);
  });

  it('leaves a run: configuration, classes, log, checkpoint, pictures, report', async () => {
    const config = JSON.parse(await readFile(join(run, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(config).toMatchObject({
      version: 1,
      engine: 'wasm',
      steps: 3,
      data: { folder: 'data', flip: true },
    });
    expect(config.training).toMatchObject({
      batchSize: 4,
      numClasses: 3,
      networks: { imageSize: 32, channels: 3 },
    });
    expect(JSON.parse(await readFile(join(run, 'classes.json'), 'utf8'))).toEqual(['blue', 'lime', 'red']);
    expect(await readdir(join(run, 'checkpoints'))).toEqual(['step-000003']);
    expect(await readFile(join(run, 'events.jsonl'), 'utf8')).toMatch(/^\{.*"step":3.*\}\n$/);
    expect(await reportHas('Samples')).toBe(true);
    // 8 samples, a gap, two images with their reconstructions; a row a class
    await isPicture(join(run, 'samples', 'step-000003.png'), 13, 3);
  });
});

describe('commands on a run', () => {
  it('samples all classes, or some', async () => {
    const all = await cvg('sample', run);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.stdout).toBe(
      `${join(run, 'sample.png')}  3 x 8 images, from step 3\nrows     blue, lime, red\n`,
    );
    await isPicture(join(run, 'sample.png'), 8, 3);
    const out = join(folder, 'elsewhere', 'red.png');
    expect((await cvg('sample', run, '--class', 'red', '--per-class', '2', '--out', out)).code).toBe(0);
    await isPicture(out, 2, 1);
  });

  it('morphs held-out images, and files', async () => {
    expect((await cvg('morph', run, '--steps', '4')).code).toBe(0);
    await isPicture(join(run, 'morph.png'), 8, 3);
    const [first, second] = ['0.png', '1.png'].map((name) => join(folder, 'photos', 'lime', name)) as [
      string,
      string,
    ];
    const files = await cvg('morph', run, first, second, '--class', 'lime', '--steps', '3');
    expect(files.code).toBe(0);
    await isPicture(join(run, 'morph.png'), 7, 1);
  });

  it('inpaints by a mask and leaves known pixels as they are', async () => {
    const mask = join(folder, 'mask.png');
    const hole = await sharp({ create: { width: 16, height: 32, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 32, height: 32, channels: 3, background: '#000000' } })
      .composite([{ input: hole, left: 16, top: 0 }])
      .toFile(mask);
    const file = join(folder, 'photos', 'blue', '0.png');
    const result = await cvg('inpaint', run, file, '--class', 'blue', '--mask', mask, '--iterations', '2');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('columns  original, hole, 1, 2\n');
    const tile = (column: number, left: number) =>
      sharp(join(run, 'inpaint.png'))
        .extract({ left: 2 * (2 + column * 34 + left), top: 4, width: 32, height: 64 })
        .raw()
        .toBuffer();
    expect((await tile(3, 0)).equals(await tile(0, 0))).toBe(true);
    expect((await tile(3, 16)).equals(await tile(0, 16))).toBe(false);
    expect(new Set(await tile(1, 16))).toEqual(new Set([128])); // mid-grey
  });

  it('evaluates, and keeps the judge', async () => {
    const first = await cvg('evaluate', run, '--per-class', '4', '--evaluator-steps', '3');
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('judge  3/3 steps');
    expect(first.stdout).toMatch(/^generated +12 +\d+\.\d % +\d\.\d\d +\d\.\d{3}$/m);
    expect(first.stdout).toMatch(/^real, held out +6 /m); // two of 24 are held out
    expect(first.stdout).toMatch(/^deviation ratio \d\.\d{3}$/m);
    const again = await cvg('evaluate', run, '--per-class', '4', '--evaluator-steps', '3');
    expect(again.stderr).not.toContain('judge');
    expect(again.stdout).toBe(first.stdout);
    expect(await reportHas('Measurements')).toBe(true);
  });

  it('passes over a damaged checkpoint and says so', async () => {
    expect((await cvg('resume', run, '--steps', '4')).code).toBe(0);
    await writeFile(join(run, 'checkpoints', 'step-000004', 'encoder.safetensors'), 'torn');
    const { code, stdout, stderr } = await cvg('sample', run);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^A damaged checkpoint was passed over: .*encoder\.safetensors/);
    expect(stdout).toContain('from step 3\n');
  });
});
