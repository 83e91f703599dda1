import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { photoFolder } from '../__fixtures__/photos.js';
import type { Progress } from '../ui/progress.js';
import { createRun, openOrCreateRun, type CreateRunOptions } from './create-run.js';
import { evaluateRun } from './evaluate-run.js';
import { readEvaluation } from './evaluation.js';
import { loadModel } from './load-model.js';
import { openRun, openRunData } from './open-run.js';
import { prepareDataset } from './prepare-dataset.js';
import { sampleClasses } from './sample-classes.js';
import { trainRun } from './train-run.js';
import { writeRunReport } from './write-run-report.js';

let folder: string;
let options: CreateRunOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-workflows-'));
  const data = await photoFolder(join(folder, 'photos'), ['red', 'blue'], 30);
  const tiny = { size: 32, width: 0.02, latentSize: 4, batchSize: 4, engine: 'wasm', steps: 2 } as const;
  options = { ...tiny, data, out: join(folder, 'run') };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Remembers what a person would have seen. */
function recordingProgress(): Progress & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    note: (line) => seen.push(line),
    task: ({ title, total, unit }) => ({
      update: () => undefined,
      end: () => seen.push(`${title} of ${total} ${unit}`),
    }),
  };
}

describe('a run', () => {
  it('is made once, and opened again only for the configuration it has', async () => {
    const run = await openOrCreateRun(options);
    expect(run.config).toMatchObject({ engine: 'wasm', steps: 2, data: { folder: 'data', flip: true } });
    await run.folder.close();
    await expect(createRun(options)).rejects.toThrow(`${options.out}: already holds a run;`);
    const same = await openOrCreateRun({ ...options, engine: 'auto', steps: 900 });
    expect(same.config).toEqual(run.config);
    await same.folder.close();
    await expect(
      openOrCreateRun({ ...options, seed: 3, batchSize: 8, flip: false, engine: 'cpu' }),
    ).rejects.toThrow(
      `${options.out}: has another configuration: engine is "wasm", given "cpu"; data.flip is true, given false; training.batchSize is 4, given 8; training.seed is 0, given 3.`,
    );
  });

  it('trains to a number of steps, and further, and not again', async () => {
    const progress = recordingProgress();
    const run = await openRun(options.out);
    expect(await trainRun(run, { progress })).toEqual({ step: 2, stepsTaken: 2, reason: 'finished' });
    expect(await trainRun(run, { steps: 3, progress })).toEqual({
      step: 3,
      stepsTaken: 1,
      reason: 'finished',
    });
    expect(await trainRun(run, { steps: 3, progress })).toEqual({
      step: 3,
      stepsTaken: 0,
      reason: 'finished',
    });
    const pictures = (step: number): string =>
      `Pictures: ${join(options.out, 'samples', `step-00000${step}.png`)}`;
    expect(progress.seen).toEqual([
      'train of 2 steps',
      pictures(2),
      'Going on after step 2.',
      'train of 3 steps',
      pictures(3),
      'train of 3 steps',
    ]);
    await run.folder.close();
  });

  it('stops at a signal with a checkpoint', async () => {
    const run = await openRun(options.out);
    const result = await trainRun(run, { steps: 9, signal: AbortSignal.abort() });
    expect(result).toEqual({ step: 3, stepsTaken: 0, reason: 'aborted' });
    expect(await readdir(join(options.out, 'checkpoints'))).toEqual(['step-000002', 'step-000003']);
    await run.folder.close();
  });

  it('is evaluated as the same thing twice, with one judge', async () => {
    const progress = recordingProgress();
    const run = await openRun(options.out);
    const evaluation = await evaluateRun(run, { perClass: 3, evaluatorSteps: 2, progress });
    expect(evaluation).toMatchObject({ step: 3, engine: 'wasm', evaluator: { steps: 2, n: 6 } });
    expect([evaluation.generated.n, evaluation.real.n]).toEqual([6, 6]); // three of 30 a class are held out
    expect(evaluation.top1PerClass?.map(({ name, n }) => [name, n])).toEqual([
      ['blue', 3],
      ['red', 3],
    ]);
    expect(evaluation.deviationRatio).toBeCloseTo(
      evaluation.generated.deviation! / evaluation.real.deviation!,
      6,
    );
    expect(await evaluateRun(run, { perClass: 3, evaluatorSteps: 2, progress })).toEqual(evaluation);
    expect(await readEvaluation(options.out)).toEqual(evaluation);
    expect(progress.seen.filter((line) => line === 'judge of 2 steps')).toHaveLength(1);
    await expect(
      evaluateRun(run, { perClass: 3, evaluatorSteps: 2, signal: AbortSignal.abort(new Error('stop')) }),
    ).rejects.toThrow('stop');
    const html = await readFile(await writeRunReport(run, { title: 'Red & blue' }), 'utf8');
    const headings = Array.from(html.matchAll(/<h2>(.*?)<\/h2>/g), ([, heading]) => heading);
    expect(headings).toEqual([
      ...['Samples', 'Reconstructions', 'Morphs', 'Inpainting', 'Super-resolution'],
      ...['Measurements', 'Learning', 'Losses', 'Configuration'], // pictures of steps 2 and 3 show the learning
    ]);
    expect(/<h1>.*<\/h1>/.exec(html)?.[0]).toBe('<h1>Red &amp; blue</h1>');
    expect(html.includes('<dt>batchSize</dt><dd>4</dd>')).toBe(true);
    const enlarged = html.slice(html.indexOf('<h2>Super-resolution'), html.indexOf('<h2>Measurements'));
    const names = Array.from(enlarged.matchAll(/<li title="(.*?)">/g), ([, name]) => name);
    expect(names).toEqual(['small', 'bicubic', '1', '10', 'original', 'blue', 'red']);
    expect(enlarged).toContain('means over 16 images');
    expect(enlarged.match(/<td class="number">\d+\.\d\d dB<\/td>/g)).toHaveLength(4);
    await run.folder.close();
  });

  it('uses the data of another run where it is', async () => {
    const prepared = join(options.out, 'data');
    const out = join(folder, 'second');
    await expect(createRun({ ...options, out, data: prepared, size: 64 })).rejects.toThrow(
      `${prepared}: a prepared folder of 32 x 32 images with 3 channels, asked for were 64 x 64.`,
    );
    const run = await createRun({ ...options, out, data: prepared });
    expect(run.config.data).toMatchObject({ folder: prepared, flip: false });
    const data = await openRunData(run);
    expect([data.classes, data.length]).toEqual([['blue', 'red'], 60]);
    await data.close();
    await run.folder.close();
  });
});

it('does not know classes that are held out whole', async () => {
  const photos = await photoFolder(join(folder, 'three'), ['red', 'blue', 'lime'], 4);
  const prepared = join(folder, 'disjoint');
  const { data } = await prepareDataset({ from: photos, out: prepared, size: 32, heldOutClasses: ['lime'] });
  expect(data.classes).toEqual(['blue', 'lime', 'red']);
  await data.close();
  const progress = recordingProgress();
  const run = await createRun({ ...options, out: join(folder, 'two-of-three'), data: prepared, progress });
  expect(progress.seen).toEqual(["Held out whole, so none of the run's classes: 1 class (lime)."]);
  expect([run.folder.classes, run.config.training.numClasses]).toEqual([['blue', 'red'], 2]);
  const learned = await openRunData(run);
  expect([learned.classes, [...learned.labelCounts('train')]]).toEqual([
    ['blue', 'red'],
    [4, 4],
  ]);
  expect(learned.rows('held-out')).toHaveLength(0);
  await learned.close();
  await trainRun(run, { steps: 1 });
  const model = await loadModel(run);
  expect((await sampleClasses(model)).rowLabels).toEqual(['blue', 'red']);
  model.dispose();
  await expect(evaluateRun(run)).rejects.toThrow('has no held-out images of classes that it learns.');
  await run.folder.close();
});

describe('a recipe without classes', () => {
  it('trains, and is judged without top-1', async () => {
    const out = join(folder, 'vae');
    const run = await createRun({ ...options, out, recipe: 'vae-gan' });
    expect(run.config.training.numClasses).toBe(0);
    await trainRun(run, { steps: 1 });
    const evaluation = await evaluateRun(run, { perClass: 3, evaluatorSteps: 2 });
    expect(evaluation.generated.n).toBe(6);
    expect(evaluation.generated.deviation).toBeGreaterThanOrEqual(0);
    expect(evaluation.generated.top1).toBeUndefined();
    expect(evaluation.top1PerClass).toBeUndefined();
    expect((await readFile(await writeRunReport(run), 'utf8')).includes('<h2>Morphs</h2>')).toBe(true);
    await run.folder.close();
  });
});

it('tells a bad option before it touches the data', async () => {
  await expect(
    createRun({ ...options, out: join(folder, 'bad'), data: 'nowhere', width: -1 }),
  ).rejects.toThrow(/networks\.width/);
});
