import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ConfigMismatchError, FolderLockedError, RunExistsError, RunFileError } from './errors.js';
import { RunFolder } from './run-folder.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

const config = { version: 1, training: { batchSize: 64, seed: 0, sizes: [1, 2] }, data: 'digits' };
const classes = ['zero', 'größer/als'];
const clock = (): number => 1_700_000_000_000;
const newFolder = (): string => join(temporaryFolder(), 'runs', 'mine');
const linesOf = (folder: string): string[] => readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n');
const eventFiles = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('events.out'));

describe('RunFolder', () => {
  it('makes a run that opens again', async () => {
    const folder = newFolder();
    const created = await RunFolder.create(folder, { config, classes }, { clock });
    await created.close();
    expect(readdirSync(folder).sort()).toEqual([
      'classes.json',
      'config.json',
      'events.jsonl',
      `events.out.tfevents.1700000000.${hostname()}`,
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual(config);
    expect(JSON.parse(readFileSync(join(folder, 'classes.json'), 'utf8'))).toEqual(classes);
    const before = readdirSync(folder);
    for (const run of [created, await RunFolder.open(folder), await RunFolder.open(folder, { config })]) {
      expect(run.folder).toBe(folder);
      expect(run.config).toEqual(config);
      expect(run.classes).toEqual(classes);
      expect(run.checkpoints.folder).toBe(join(folder, 'checkpoints'));
      expect(await run.readEvents()).toEqual([]);
    }
    expect(readdirSync(folder)).toEqual(before); // opening writes nothing
  });

  it('gives the checkpoints their number', async () => {
    const run = await RunFolder.create(newFolder(), { config, classes }, { keepLast: 1 });
    for (const step of [1, 2]) await run.checkpoints.write({ step, files: new Map() });
    expect((await run.checkpoints.list()).map(({ step }) => step)).toEqual([2]);
    await run.close();
  });

  it('refuses to make a run where there is one', async () => {
    const folder = newFolder();
    await (await RunFolder.create(folder, { config, classes })).close();
    const error: unknown = await RunFolder.create(folder, { config: {}, classes }).catch((e: unknown) => e);
    expect(RunExistsError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      folder,
      message: `${folder}: holds a run already; resume it, or choose another folder.`,
    });
    expect((await RunFolder.open(folder)).config).toEqual(config);
  });

  it('makes a run in a folder whose making was cut off', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'classes.json'), '["old"]');
    writeFileSync(join(folder, '.config.json.tmp'), '{"ver');
    await (await RunFolder.create(folder, { config, classes })).close();
    expect((await RunFolder.open(folder, { config })).classes).toEqual(classes);
    expect(readdirSync(folder)).not.toContain('.config.json.tmp');
  });

  it('refuses another configuration, and names every field that differs', async () => {
    const folder = newFolder();
    const created = await RunFolder.create(folder, { config: { ...config, left: undefined }, classes });
    await created.close();
    expect(created.config).toStrictEqual(config);
    await RunFolder.open(folder, { config: { ...config, right: undefined } });
    const other = { version: 1, training: { batchSize: 32, seed: 0, sizes: [1, 3] }, more: 'x'.repeat(100) };
    const error: unknown = await RunFolder.open(folder, { config: other }).catch((e: unknown) => e);
    expect(ConfigMismatchError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      folder,
      differences: [
        { path: 'training.batchSize', saved: 64, given: 32 },
        { path: 'training.sizes.1', saved: 2, given: 3 },
        { path: 'data', saved: 'digits', given: undefined },
        { path: 'more', saved: undefined, given: 'x'.repeat(100) },
      ],
      message:
        `${folder}: has another configuration: training.batchSize is 64, given 32; training.sizes.1 is 2, given 3; ` +
        `data is "digits", given not set; more is not set, given "${'x'.repeat(76)}....`,
    });
  });

  it.each([
    ['config.json', 'cannot be read (ENOENT: no such file or directory)', undefined],
    ['config.json', 'not JSON (', '{"version":'],
    ['config.json', 'not what a run holds (', '[1]'],
    ['config.json', 'cannot be read (16777217 bytes, expected at most 16777216)', ' '.repeat(2 ** 24 + 1)],
    ['classes.json', 'cannot be read (ENOENT: no such file or directory)', undefined],
    ['classes.json', 'not what a run holds (', '[1]'],
  ])('names a damaged %s: %s', async (name, reason, content) => {
    const folder = newFolder();
    await (await RunFolder.create(folder, { config, classes })).close();
    const file = join(folder, name);
    if (content === undefined) rmSync(file);
    else writeFileSync(file, content);
    const error: unknown = await RunFolder.open(folder).catch((e: unknown) => e);
    expect(RunFileError.isInstance(error)).toBe(true);
    expect((error as RunFileError).file).toBe(file);
    expect((error as RunFileError).message).toContain(`${file}: ${reason}`);
  });
});

describe('two that write', () => {
  it('are refused, while reading goes on', async () => {
    const folder = newFolder();
    const first = await RunFolder.create(folder, { config, classes });
    await first.log({ step: 10, loss: 1 });
    const second = await RunFolder.open(folder);
    for (const attempt of [() => second.lock(), () => second.continueFrom(0)]) {
      const error: unknown = await attempt().catch((e: unknown) => e);
      expect(FolderLockedError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ folder, pid: process.pid });
    }
    expect(await second.readEvents()).toEqual([{ step: 10, loss: 1 }]);
    expect(await second.checkpoints.list()).toEqual([]);
    await second.close(); // which leaves the lock to the first one
    await first.continueFrom(0);
    await expect(second.continueFrom(0)).rejects.toThrow(`this process (${process.pid}) is writing to it`);
    await first.close();
    await second.continueFrom(0);
    await second.close();
  });

  it('make one run', async () => {
    const folder = newFolder();
    const attempts = Array.from({ length: 4 }, (_, index) =>
      RunFolder.create(folder, { config: { index }, classes }),
    );
    const results = await Promise.allSettled(attempts);
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(made).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const error: unknown = result.reason;
      expect(FolderLockedError.isInstance(error) || RunExistsError.isInstance(error)).toBe(true);
    }
    await made[0]!.close();
    expect((await RunFolder.open(folder)).config).toEqual(made[0]!.config);
  });
});

describe('RunFolder.log', () => {
  it('appends lines in the order of the calls', async () => {
    const folder = newFolder();
    const run = await RunFolder.create(folder, { config, classes });
    await run.log({ step: 10, loss: 0.1, missing: undefined });
    await Promise.all([20, 20, 30].map((step) => run.log({ step, loss: step })));
    expect(linesOf(folder)).toEqual([
      '{"step":10,"loss":0.1}',
      '{"step":20,"loss":20}',
      '{"step":20,"loss":20}',
      '{"step":30,"loss":30}',
      '',
    ]);
    expect(await run.readEvents()).toEqual([
      { step: 10, loss: 0.1 },
      { step: 20, loss: 20 },
      { step: 20, loss: 20 },
      { step: 30, loss: 30 },
    ]);
    await run.close();
    await run.close();
  });

  it('refuses what cannot be logged, and logs nothing of it', async () => {
    const folder = newFolder();
    const run = await RunFolder.create(folder, { config, classes });
    await run.log({ step: 5 });
    const size = readFileSync(join(folder, eventFiles(folder)[0]!)).length;
    for (const [record, message] of [
      [{ step: -1 }, 'RunFolder.log: step: expected an integer >= 0, got -1.'],
      [{ step: 5.5 }, 'RunFolder.log: step: expected an integer >= 0, got 5.5.'],
      [{ step: 4 }, 'RunFolder.log: step: expected at least 5, logged before, got 4.'],
      [{ step: 6, loss: NaN }, 'RunFolder.log: loss: expected a finite number, got NaN.'],
      [{ step: 6, a: 1, kl: -Infinity }, 'RunFolder.log: kl: expected a finite number, got -Infinity.'],
    ] as const) {
      await expect(run.log(record)).rejects.toThrow(new RangeError(message));
    }
    await run.log({ step: 5, a: 1 }); // what was refused moved nothing
    await run.close();
    expect(linesOf(folder)).toEqual(['{"step":5}', '{"step":5,"a":1}', '']);
    expect(readFileSync(join(folder, eventFiles(folder)[0]!)).length).toBeGreaterThan(size);
    const message =
      'RunFolder.log: expected a run from create, or one after continueFrom, that is not closed.';
    await expect(run.log({ step: 9 })).rejects.toThrow(message);
    await expect((await RunFolder.open(folder)).log({ step: 9 })).rejects.toThrow(message);
  });

  it('loses nothing that was awaited when it is killed', async () => {
    const folder = newFolder();
    const url = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
    const code = `
      const { RunFolder } = await import(${url('run-folder.ts')});
      const run = await RunFolder.create(process.argv[1], { config: {}, classes: [] });
      for (let step = 1; ; step++) {
        await run.log({ step, loss: 1 / step });
        if (step === 25) process.kill(process.pid, 'SIGKILL');
      }`;
    const hooks = new URL('__fixtures__/typescript-hooks.mjs', import.meta.url).href;
    const child = spawn(
      process.execPath,
      ['--import', hooks, '--input-type=module', '--eval', code, folder],
      { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' },
    );
    expect((await once(child, 'close'))[1]).toBe('SIGKILL');
    const expected = Array.from({ length: 25 }, (_, index) => ({ step: index + 1, loss: 1 / (index + 1) }));
    expect(await (await RunFolder.open(folder)).readEvents()).toEqual(expected);
  });
});

describe('RunFolder.continueFrom', () => {
  async function loggedRun(): Promise<string> {
    const folder = newFolder();
    const run = await RunFolder.create(folder, { config, classes }, { clock });
    for (const step of [10, 20, 30]) await run.log({ step, loss: step });
    await run.close();
    return folder;
  }

  it.each([
    [20, [10, 20]],
    [25, [10, 20]],
    [0, []],
    [99, [10, 20, 30]],
  ])('step %p: drops what was logged later, and an unfinished line', async (step, kept) => {
    const folder = await loggedRun();
    appendFileSync(join(folder, 'events.jsonl'), '{"step":15,"lo');
    const run = await RunFolder.open(folder);
    expect((await run.readEvents()).map((record) => record.step)).toEqual([10, 20, 30]);
    await run.continueFrom(step);
    await expect(run.log({ step: step - 1 })).rejects.toThrow(RangeError);
    await run.log({ step: step + 1, loss: 0.5 });
    await run.close();
    expect(linesOf(folder)).toEqual([
      ...kept.map((at) => `{"step":${at},"loss":${at}}`),
      `{"step":${step + 1},"loss":0.5}`,
      '',
    ]);
  });

  it('begins a new events file each time, and leaves the others as they are', async () => {
    const folder = await loggedRun();
    const [first] = eventFiles(folder);
    const before = readFileSync(join(folder, first!));
    const run = await RunFolder.open(folder, undefined, { clock });
    await run.continueFrom(20);
    await run.continueFrom(20); // where it stands: nothing to do
    await run.continueFrom(10);
    await run.close();
    expect(eventFiles(folder).sort()).toEqual(
      [0, 1, 2].map((second) => `events.out.tfevents.170000000${second}.${hostname()}`),
    );
    expect(readFileSync(join(folder, first!))).toEqual(before);
  });

  it('stops at a log that is damaged', async () => {
    const folder = await loggedRun();
    appendFileSync(join(folder, 'events.jsonl'), 'no record\n');
    const before = linesOf(folder);
    const run = await RunFolder.open(folder);
    await expect(run.continueFrom(99)).rejects.toThrow('events.jsonl: line 4 is no record of a step (');
    await expect(run.continueFrom(-1)).rejects.toThrow(
      'RunFolder.continueFrom: step: expected an integer >= 0, got -1.',
    );
    expect(linesOf(folder)).toEqual(before);
    expect(existsSync(join(folder, 'checkpoints'))).toBe(false);
  });
});
