import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunFolder, type JsonObject } from '@cvg/train';
import { cvg, startCvg, TINY } from './__fixtures__/cvg.js';
import { photoFolder } from './__fixtures__/photos.js';
import { createRun } from './workflows/create-run.js';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-errors-'));
  const photos = await photoFolder(at('photos'), ['red', 'blue'], 4);
  await photoFolder(at('one'), ['red'], 4);
  await mkdir(at('empty'));
  await mkdir(at('damaged', 'red'), { recursive: true });
  await writeFile(at('damaged', 'red', '0.jpg'), '');
  const shared = {
    data: photos,
    size: 32,
    width: 0.02,
    latentSize: 4,
    batchSize: 4,
    engine: 'wasm',
  } as const;
  await (await createRun({ ...shared, out: at('fresh') })).folder.close();
  await (await createRun({ ...shared, out: at('no-encoder'), recipe: 'fm-cgan' })).folder.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what is not understood ends with 2', () => {
  it.each([
    ['an unknown command', ['trian'], "error: unknown command 'trian'\n(Did you mean train?)\n"],
    [
      'an unknown option',
      ['train', '--data', 'x', '--out', 'y', '--stepz', '3'],
      "error: unknown option '--stepz'\n(Did you mean --steps?)\n",
    ],
    ['a missing option', ['train', '--data', 'x'], "error: required option '--out <folder>' not specified\n"],
    [
      'a size that no network has',
      ['train', '--data', 'x', '--out', 'y', '--size', '48'],
      "error: option '--size <pixels>' argument '48' is invalid. Expected 32 or 64 or 128.\n",
    ],
    [
      'an unknown recipe',
      ['train', '--data', 'x', '--out', 'y', '--recipe', 'vgan'],
      "error: option '--recipe <name>' argument 'vgan' is invalid. Allowed choices are cvae-gan, cvae, cgan, fm-cgan, vae-gan, vae, gan, wgan, fm-gan.\n",
    ],
    [
      'no number',
      ['resume', 'x', '--steps', 'many'],
      "error: option '--steps <n>' argument 'many' is invalid. Expected an integer of at least 1.\n",
    ],
    [
      'one image to morph',
      ['morph', 'x', 'a.png'],
      'error: one image file was given; a morph needs a second one\n',
    ],
  ])('%s', async (_, args, message) => {
    expect(await cvg(...args)).toEqual({ code: 2, stdout: '', stderr: message });
  });
});

describe('what cannot be done ends with 1 and one line', () => {
  const train = (data: string, ...more: string[]): string[] => {
    return ['train', '--data', at(data), '--out', at('new'), ...TINY, ...more];
  };
  const cases: [string, () => string[], () => string | RegExp][] = [
    [
      'a missing folder of images',
      () => train('missing'),
      () => `error: ${at('missing')}: cannot be read as a folder`,
    ],
    [
      'an empty folder',
      () => train('empty'),
      () => /expected one folder of images a class, or idx files.*found nothing\./,
    ],
    [
      'damaged photos only',
      () => train('damaged'),
      () => /none of 1 files could be used: red\/0\.jpg \(empty: /,
    ],
    ['one class', () => train('one'), () => /one: has one class, 'red', and cvae-gan needs two or more/],
    [
      'a run where there is one',
      () => ['train', '--data', at('photos'), '--out', at('fresh'), ...TINY],
      () =>
        `error: ${at('fresh')}: already holds a run; go on with it (cvg resume), or choose another folder.`,
    ],
    [
      'no run',
      () => ['resume', at('photos')],
      () => `error: ${at('photos')}: is not the folder of a run: it has no config.json.`,
    ],
    [
      'a run without a checkpoint',
      () => ['sample', at('fresh')],
      () => `error: ${at('fresh')}: has no checkpoint yet;`,
    ],
    [
      'an evaluation without a checkpoint',
      () => ['evaluate', at('fresh')],
      () => `error: ${at('fresh')}: has no checkpoint yet;`,
    ],
  ];
  it.each(cases)('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await cvg(...args());
    const expected = message();
    if (typeof expected === 'string') expect(stderr).toContain(expected);
    else expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/(^|\n)error: [^\n]*\.\n$/); // one line, no stack
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('shows the stack and the causes with --debug', async () => {
    const { code, stderr } = await cvg('--debug', 'train', '--data', at('missing'), '--out', at('new'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DataError: .*\n +at .*caused by Error: ENOENT/s);
  });
});

describe('a run that is there', () => {
  it('needs classes it knows, a class for files, and an encoder', async () => {
    expect((await cvg('resume', at('fresh'), '--steps', '1')).code).toBe(0);
    const unknown = await cvg('sample', at('fresh'), '--class', 'green');
    expect(unknown.stderr).toBe(`error: ${at('fresh')}: has no class 'green'; its classes are blue, red.\n`);
    const file = at('somewhere.png');
    await copyFile(at('photos', 'red', '0.png'), file);
    expect((await cvg('inpaint', at('fresh'), file)).stderr).toContain(
      'needs the class of the image files: --class <name>',
    );
    expect((await cvg('inpaint', at('fresh'), at('photos'), '--class', 'red')).code).toBe(1);
    expect((await cvg('resume', at('no-encoder'), '--steps', '1')).code).toBe(0);
    expect((await cvg('morph', at('no-encoder'))).stderr).toContain('the recipe fm-cgan has no encoder');
  });

  it('is not resumed under another configuration, nor on other data', async () => {
    const edit = async (
      change: (config: { training: { seed: number }; data: JsonObject }) => void,
    ): Promise<string> => {
      const config = JSON.parse(original) as { training: { seed: number }; data: JsonObject };
      change(config);
      await writeFile(file, JSON.stringify(config));
      return (await cvg('resume', at('fresh'), '--steps', '2')).stderr;
    };
    const file = at('fresh', 'config.json');
    const original = await readFile(file, 'utf8');
    expect(await edit((config) => (config.training.seed = 7))).toContain(
      'fresh: has another configuration: seed is 0, given 7.',
    );
    expect(await edit((config) => (config.data = { ...config.data, fingerprint: 'other' }))).toContain(
      'is not what the run began with',
    );
    expect(await edit((config) => (config.data = { ...config.data, fingerprint: 1 }))).toContain(
      'config.json: data.fingerprint: ',
    );
    await writeFile(file, original);
    expect((await cvg('resume', at('fresh'), '--steps', '2')).code).toBe(0);
    expect((await RunFolder.open(at('fresh'))).classes).toEqual(['blue', 'red']);
  });
});

it('does not mind a reader that has gone', async () => {
  const { child, result } = startCvg(['train', '--help']);
  child.stdout?.destroy();
  expect(await result).toEqual({ code: 0, stdout: '', stderr: '' });
});
