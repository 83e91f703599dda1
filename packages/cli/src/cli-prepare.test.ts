import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { openPreparedData } from '@cvg/data';
import { cvg, startCvg, TINY, type CvgResult } from './__fixtures__/cvg.js';
import { photo, photoFolder } from './__fixtures__/photos.js';

let folder: string;
let photos: string;
const at = (...names: string[]): string => join(folder, ...names);
const prepare = (to: string, ...more: string[]): Promise<CvgResult> =>
  cvg('prepare', '--from', photos, '--out', at(to), '--size', '32', ...more);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-prepare-'));
  photos = await photoFolder(at('photos'), ['red', 'blue', 'lime'], 12);
  await writeFile(join(photos, 'red', 'torn.jpg'), 'torn');
  await writeFile(join(photos, 'lime', 'copy.png'), await photo('lime', 3));
  await photoFolder(photos, ['gold'], 2);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('cvg prepare', () => {
  it('prepares, says what came of it, and shows it in a report', async () => {
    const { code, stdout, stderr } = await prepare('all');
    expect(stderr).toMatch(
      /^prepare {2}40\/40 images {2}100 % {2}.*1 left out\n1 file was left out:\n {2}red\/torn\.jpg {2}not-an-image: /,
    );
    expect(stdout).toBe(
      [
        '39 images of 4 classes, 32 x 32 x 3: 35 to learn from, 4 held out.',
        '1 file left out: 1 not-an-image.',
        `Report: ${at('all', 'report.html')}`,
        `Train: cvg train --data ${at('all')} --size 32 --out <run>\n`,
      ].join('\n'),
    );
    expect(code).toBe(0);
    const html = await readFile(at('all', 'report.html'), 'utf8');
    for (const text of [
      '<td>red/torn.jpg</td><td>not-an-image</td>',
      '<td>lime/3.png, lime/copy.png</td>',
      '<td>gold</td><td class="number">2</td><td class="number">1</td>',
      '<h2>Photos and images</h2>',
    ]) {
      expect(html).toContain(text);
    }
  });

  it('takes the classes, the split and the part of the photo that are asked for', async () => {
    const list = at('classes.txt');
    await writeFile(list, 'lime\ngold\n blue \n');
    const flags = [
      '--classes',
      list,
      '--min-images',
      '3',
      '--max-per-class',
      '6',
      '--seed',
      '4',
      '--crop',
      'whole',
    ];
    expect((await prepare('some', ...flags, '--held-out-per-class', '2', '--channels', '1')).code).toBe(0);
    const data = await openPreparedData(at('some'));
    expect(data.classes).toEqual(['blue', 'lime']);
    expect([...data.labelCounts('all')]).toEqual([6, 6]);
    expect([...data.labelCounts('held-out')]).toEqual([2, 2]);
    expect(data.imageShape).toEqual([32, 32, 1]);
    expect(data.manifest.source.options).toMatchObject({ crop: 'whole', seed: 4 });
    await data.close();
    expect((await prepare('verify', '--held-out-classes', 'red,gold')).code).toBe(0);
    const verify = await openPreparedData(at('verify'));
    expect([...verify.labelCounts('held-out')]).toEqual([0, 2, 0, 12]);
    await verify.close();
  });

  it('aligns faces by landmarks that are given', async () => {
    const names = ['left_eye', 'right_eye', 'nose_tip', 'left_mouth_corner', 'right_mouth_corner'];
    const points = [17, 14, 29, 14, 23, 20, 18, 27, 28, 27];
    const all = [...Array(12).keys()].map((index) => `red/${index}.png,${points.join(',')}`);
    const header = `file,${names.flatMap((name) => [`${name}_x`, `${name}_y`]).join(',')}`;
    await writeFile(at('points.csv'), `${[header, ...all].join('\n')}\n`);
    const flags = [
      '--landmarks',
      at('points.csv'),
      '--crop',
      'face',
      '--eye-distance',
      '0.4',
      '--classes',
      'red',
    ];
    const { code, stdout } = await prepare('faces', ...flags);
    expect(stdout).toContain('12 images of 1 class,');
    expect(code).toBe(0);
    const { manifest, ...data } = await openPreparedData(at('faces'));
    expect(manifest.source).toMatchObject({
      options: { crop: 'face', eyeDistance: 0.4 },
      landmarks: Array(12).fill(points),
    });
    expect(data).toBeDefined();
  });

  it('makes what training takes as it is', async () => {
    expect((await prepare('ready')).code).toBe(0);
    const { code, stderr } = await cvg(
      'train',
      '--data',
      at('ready'),
      '--out',
      at('run'),
      '--steps',
      '1',
      ...TINY,
    );
    expect(stderr).not.toMatch(/^prepare /m);
    expect(code).toBe(0);
    expect(await readdir(at('run'))).not.toContain('data');
  });

  it('says what it cannot do', async () => {
    await mkdir(at('taken'));
    await writeFile(at('taken', 'mine.txt'), '');
    expect((await prepare('taken')).stderr).toContain(
      `error: ${at('taken')}: exists already and is not empty; choose another name, or replace a prepared folder with overwrite (--overwrite).\n`,
    );
    expect((await prepare('all')).code).toBe(1);
    expect((await prepare('all', '--overwrite')).code).toBe(0);
    expect((await prepare('new', '--classes', 'green')).stderr).toContain("got 'green'");
    const again = await cvg('prepare', '--from', at('all'), '--out', at('new'));
    expect(again.stderr).toBe(
      `error: ${at('all')}: is a prepared folder already; choose the folder of the photos or idx files.\n`,
    );
    expect((await prepare('new', '--dataset', 'cub-200-2011')).stderr).toContain(
      '/images.txt: cannot be read',
    );
    for (const [flag, value] of [
      ['--held-out-fraction', '1'],
      ['--eye-distance', 'x'],
      ['--classes', ','],
      ['--dataset', 'imagenet'],
      ['--held-out-classes', '0'],
    ] as const) {
      const { code, stderr } = await prepare('new', flag, value);
      expect([code, stderr.startsWith(`error: option '${flag}`)]).toEqual([2, true]);
    }
    expect(await readdir(folder)).not.toContain('new');
  });
});

describe('an interrupted preparation', () => {
  const COUNT = 600;
  let many: string;
  beforeAll(async () => {
    many = at('many');
    await mkdir(join(many, 'a'), { recursive: true });
    const noise = {
      create: {
        width: 900,
        height: 900,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    } as const;
    const bytes = await sharp(noise).jpeg().toBuffer();
    for (let index = 0; index < COUNT; index++) await writeFile(join(many, 'a', `${index}.jpg`), bytes);
  });

  /** Starts a command, stops it when some images are written down, and tells how many. */
  const interrupted = async (parent: string, args: readonly string[]): Promise<void> => {
    const { child, result } = startCvg(args);
    for (let lines = 0; lines < 3;) {
      await sleep(20);
      const [left = ''] = (await readdir(parent).catch(() => [])).filter((name) =>
        name.includes('.partial-'),
      );
      const journal = await readFile(join(parent, left, 'journal.jsonl'), 'utf8').catch(() => '');
      lines = journal.split('\n').length - 1;
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    }
    child.kill('SIGINT');
    const { code, stderr } = await result;
    expect(stderr).toContain('Stopping.\n');
    expect(stderr).toMatch(/Interrupted; the same command goes on .*where it stopped\.\n$/);
    expect(code).toBe(130);
  };

  it('goes on with the same command, to the same bytes', async () => {
    const args = ['prepare', '--from', many, '--out', at('stopped', 'to'), '--size', '128'];
    await interrupted(at('stopped'), args);
    expect(await readdir(at('stopped'))).toEqual([expect.stringMatching(/^to\.partial-/)]);
    const { code, stderr } = await cvg(...args);
    expect(code).toBe(0);
    expect(Number(/Going on after (\d+) of 600 photos\./.exec(stderr)?.[1])).toBeGreaterThan(20);
    expect(await readdir(at('stopped'))).toEqual(['to']);
    expect((await cvg('prepare', '--from', many, '--out', at('straight'), '--size', '128')).code).toBe(0);
    for (const name of ['images.npy', 'labels.npy', 'manifest.json']) {
      expect((await readFile(at('stopped', 'to', name))).equals(await readFile(at('straight', name)))).toBe(
        true,
      );
    }
  });

  it('has its report, also after it was killed while that was written', async () => {
    const out = at('reported', 'to');
    const program = `import { prepareDataset } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      const onComplete = async () => process.kill(process.pid, 'SIGKILL');
      await prepareDataset({ from: process.argv[1], out: process.argv[2], size: 32, seed: 0, onComplete });`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, photos, out]);
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    expect(await readdir(at('reported'))).toEqual([expect.stringMatching(/^to\.partial-/)]);
    const { code, stdout, stderr } = await prepare(join('reported', 'to'));
    expect([code, stderr]).toEqual([0, expect.stringContaining('Going on after 40 of 40 photos.\n')]);
    expect(stdout).toContain(`Report: ${join(out, 'report.html')}\n`);
    expect(await readdir(at('reported'))).toEqual(['to']);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain(`<h1>Prepared: ${out}</h1>`);
  });

  it('begins anew with other options, and says so', async () => {
    await interrupted(at('anew'), ['prepare', '--from', many, '--out', at('anew', 'to'), '--size', '128']);
    const { stderr } = await cvg('prepare', '--from', many, '--out', at('anew', 'to'), '--size', '16');
    expect(stderr).toContain('Beginning anew, what was prepared before is dropped: size was 128, now 16.\n');
  });

  it('of a training goes on, too', async () => {
    const train = [
      'train',
      '--data',
      many,
      '--out',
      at('trained'),
      '--steps',
      '1',
      ...TINY,
      '--size',
      '128',
      '--recipe',
      'vae',
    ];
    await interrupted(at('trained'), train);
    const { child, result } = startCvg(train);
    let text = '';
    child.stderr?.on('data', (part: Buffer) => (text += part.toString()));
    while (!text.includes('Going on after')) await once(child.stderr!, 'data');
    child.kill('SIGKILL');
    await result;
    expect(text).toMatch(/Going on after \d+ of 600 photos\./);
  });
});
