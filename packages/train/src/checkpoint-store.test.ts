import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CheckpointStore, type Checkpoint } from './checkpoint-store.js';
import { CheckpointDamagedError } from './errors.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

const files = (text: string): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ['generator.safetensors', Buffer.from(`weights ${text}`)],
    ['state.json', Buffer.from(`{"text":"${text}"}`)],
  ]);
const at = (step: number, score?: number): Checkpoint => ({ step, files: files(`of ${step}`), score });
const textOf = ({ files }: Checkpoint): string =>
  [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join(' ');
const newStore = (keepLast?: number): CheckpointStore =>
  new CheckpointStore(join(temporaryFolder(), 'run', 'checkpoints'), { keepLast });
const stepsOf = async (store: CheckpointStore): Promise<number[]> =>
  (await store.list()).map(({ step }) => step);

/** Changes `checkpoint.json` of a step. */
function edit(
  store: CheckpointStore,
  step: number,
  change: (manifest: Record<string, unknown>) => unknown,
): void {
  const file = join(store.folder, `step-00000${step}`, 'checkpoint.json');
  const changed = change(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  writeFileSync(file, typeof changed === 'string' ? changed : JSON.stringify(changed));
}

describe('CheckpointStore', () => {
  it('reads what was written', async () => {
    const store = newStore();
    expect(await store.readLatest()).toEqual({ checkpoint: undefined, damaged: [] });
    expect(await store.list()).toEqual([]);
    const folder = join(store.folder, 'step-000500');
    expect(
      await store.write({ ...at(500, 0.25), files: new Map([...files('x'), ['empty', new Uint8Array()]]) }),
    ).toEqual({
      step: 500,
      folder,
      score: 0.25,
    });
    const checkpoint = await store.read(500);
    expect(checkpoint.step).toBe(500);
    expect(checkpoint.score).toBe(0.25);
    expect([...checkpoint.files.keys()]).toEqual(['generator.safetensors', 'state.json', 'empty']);
    expect(textOf(checkpoint)).toBe('weights x {"text":"x"} ');
    expect(readdirSync(folder).sort()).toEqual([
      'checkpoint.json',
      'empty',
      'generator.safetensors',
      'state.json',
    ]);
    expect(readdirSync(store.folder)).toEqual(['step-000500']);
    expect(await store.list()).toEqual([{ step: 500, folder, score: 0.25 }]);
  });

  it('writes sizes and SHA-256 of the files', async () => {
    const store = newStore();
    await store.write({ step: 7, files: new Map([['a.bin', Buffer.from('abc')]]) });
    expect(JSON.parse(readFileSync(join(store.folder, 'step-000007', 'checkpoint.json'), 'utf8'))).toEqual({
      format: 'cvg-checkpoint',
      version: 1,
      step: 7,
      // The first example of FIPS 180-2.
      files: {
        'a.bin': { bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      },
    });
  });

  it('orders steps as numbers', async () => {
    const store = newStore(9);
    for (const step of [0, 5, 999_999, 1_000_000, 12_345_678]) await store.write(at(step));
    expect(await stepsOf(store)).toEqual([0, 5, 999_999, 1_000_000, 12_345_678]);
    expect((await store.readLatest()).checkpoint?.step).toBe(12_345_678);
    expect(readdirSync(store.folder)).toContain('step-1000000');
  });

  it('keeps the last ones and the best', async () => {
    const store = newStore(2);
    expect(await store.best()).toBeUndefined();
    const kept: number[][] = [];
    const best: (number | undefined)[] = [];
    for (const [index, score] of [0.1, 0.9, 0.5, 0.9, 0.2, undefined, 0.3].entries()) {
      await store.write(at(index + 1, score));
      kept.push(await stepsOf(store));
      best.push((await store.best())?.step);
    }
    expect(kept).toEqual([[1], [1, 2], [2, 3], [3, 4], [4, 5], [4, 5, 6], [4, 6, 7]]);
    expect(best).toEqual([1, 2, 2, 4, 4, 4, 4]);
    expect(readdirSync(store.folder)).toHaveLength(3);
  });

  it('keeps three by default', async () => {
    const store = newStore();
    for (const step of [1, 2, 3, 4, 5]) await store.write(at(step));
    expect(await stepsOf(store)).toEqual([3, 4, 5]);
  });

  it('replaces a checkpoint of the same step', async () => {
    const store = newStore();
    await store.write({ ...at(1), files: new Map([...files('old'), ['more', Buffer.from('old')]]) });
    await store.write({ step: 1, files: files('new') });
    expect(textOf(await store.read(1))).toBe('weights new {"text":"new"}');
    expect(readdirSync(store.folder)).toEqual(['step-000001']);
  });

  it('drops the later ones when a run goes on from an earlier one', async () => {
    const store = newStore(3);
    for (const step of [1, 2, 3, 4]) await store.write(at(step, step));
    truncateSync(join(store.folder, 'step-000004', 'state.json'), 2);
    await store.write({ step: 3, files: files('again') });
    expect(await stepsOf(store)).toEqual([2, 3]);
    expect(readdirSync(store.folder)).toEqual(['step-000002', 'step-000003']);
    expect((await store.best())?.step).toBe(2);
  });

  it('does not count damaged ones among the last, and removes them when they are old', async () => {
    const store = newStore(2);
    for (const step of [1, 2]) await store.write(at(step));
    rmSync(join(store.folder, 'step-000002', 'state.json'));
    await store.write(at(3));
    expect(readdirSync(store.folder)).toEqual(['step-000001', 'step-000002', 'step-000003']);
    await store.write(at(4));
    expect(readdirSync(store.folder)).toEqual(['step-000003', 'step-000004']);
  });

  it('writes one after the other', async () => {
    const store = newStore(9);
    await Promise.all([3, 4, 4, 5].map((step) => store.write(at(step))));
    expect(await stepsOf(store)).toEqual([3, 4, 5]);
  });

  it('brings back a checkpoint that was being replaced, and removes what killed writers left', async () => {
    const store = newStore();
    for (const step of [1, 2]) await store.write(at(step));
    const inside = (name: string): string => join(store.folder, name);
    renameSync(inside('step-000002'), inside('.step-000002.replaced'));
    for (const name of [
      '.step-000001.replaced',
      '.step-000001.removed',
      '.step-000003.tmp-123',
      '.mine',
      'step-000009.tmp-1',
    ]) {
      mkdirSync(inside(name));
      writeFileSync(join(inside(name), 'file'), '');
    }
    expect(await store.list()).toEqual([
      { step: 1, folder: inside('step-000001'), score: undefined },
      { step: 2, folder: inside('.step-000002.replaced'), score: undefined },
    ]);
    expect(textOf((await store.readLatest()).checkpoint!)).toContain('of 2');
    await store.write(at(3));
    expect(readdirSync(store.folder).sort()).toEqual([
      '.mine',
      'step-000001',
      'step-000002',
      'step-000003',
      'step-000009.tmp-1',
    ]);
    expect(textOf(await store.read(2))).toContain('of 2');
  });
});

describe('a damaged checkpoint', () => {
  const damages: [string, (folder: string, store: CheckpointStore) => void, string, RegExp][] = [
    [
      'a flipped bit',
      (folder) => {
        const file = join(folder, 'generator.safetensors');
        const bytes = readFileSync(file);
        bytes[3]! ^= 4;
        writeFileSync(file, bytes);
      },
      'generator.safetensors',
      /^expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}$/,
    ],
    [
      'a file that was cut',
      (folder) => truncateSync(join(folder, 'state.json'), 5),
      'state.json',
      /^expected 15 bytes, got 5$/,
    ],
    [
      'a file that has grown',
      (folder) => truncateSync(join(folder, 'state.json'), 500),
      'state.json',
      /^expected 15 bytes, got 500$/,
    ],
    [
      'a missing file',
      (folder) => rmSync(join(folder, 'state.json')),
      'state.json',
      /^ENOENT: no such file or directory$/,
    ],
    [
      'a folder in the place of a file',
      (folder) => {
        rmSync(join(folder, 'state.json'));
        mkdirSync(join(folder, 'state.json'));
      },
      'state.json',
      /^expected a file$/,
    ],
    ['a missing manifest', (folder) => rmSync(join(folder, 'checkpoint.json')), 'checkpoint.json', /^ENOENT/],
    [
      'an empty folder',
      (folder) => (rmSync(folder, { recursive: true }), mkdirSync(folder)),
      'checkpoint.json',
      /^ENOENT/,
    ],
    ['no JSON', (_, store) => edit(store, 2, () => '{"step":'), 'checkpoint.json', /^not JSON \(/],
    [
      'a huge manifest',
      (_, store) => edit(store, 2, () => ' '.repeat(2 ** 20 + 1)),
      'checkpoint.json',
      /^1048577 bytes, expected at most 1048576$/,
    ],
    [
      'another step',
      (_, store) => edit(store, 2, (manifest) => ({ ...manifest, step: 3 })),
      'checkpoint.json',
      /^expected step 2, got 3$/,
    ],
    [
      'another format',
      (_, store) => edit(store, 2, (manifest) => ({ ...manifest, format: 'x' })),
      'checkpoint.json',
      /^not a checkpoint of version 1: format: /,
    ],
    [
      'a later version',
      (_, store) => edit(store, 2, (manifest) => ({ ...manifest, version: 2 })),
      'checkpoint.json',
      /^not a checkpoint of version 1: version: /,
    ],
  ];

  it.each(damages)('with %s is named, and the one before it used', async (_, damage, file, reason) => {
    const store = newStore();
    await store.write(at(1));
    await store.write(at(2));
    const folder = join(store.folder, 'step-000002');
    damage(folder, store);
    const error: unknown = await store.read(2).catch((reason: unknown) => reason);
    expect(CheckpointDamagedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ step: 2, folder, file, reason: expect.stringMatching(reason) as unknown });
    expect((error as Error).message).toContain(`${join(folder, file)}: `);
    const latest = await store.readLatest();
    expect(textOf(latest.checkpoint!)).toContain('of 1');
    expect(latest.damaged).toEqual([
      { step: 2, folder, reason: `${file}: ${(error as CheckpointDamagedError).reason}` },
    ]);
  });

  it.each(['../secret', '..', 'a/b', 'a\\b', '/etc/hostname', '.hidden', '', 'checkpoint.json'])(
    'never reads %p outside its folder',
    async (name) => {
      const store = newStore();
      await store.write(at(2));
      const secret = Buffer.from('secret');
      writeFileSync(join(store.folder, 'secret'), secret);
      const sha256 = createHash('sha256').update(secret).digest('hex');
      edit(store, 2, (manifest) => ({ ...manifest, files: { [name]: { bytes: 6, sha256 } } }));
      await expect(store.read(2)).rejects.toThrow(/checkpoint\.json: not a checkpoint of version 1: files/);
    },
  );

  it('is every one of them: there is no checkpoint', async () => {
    const store = newStore();
    for (const step of [1, 2]) await store.write(at(step));
    for (const step of [1, 2]) rmSync(join(store.folder, `step-00000${step}`, 'state.json'));
    const { checkpoint, damaged } = await store.readLatest();
    expect(checkpoint).toBeUndefined();
    expect(damaged.map(({ step }) => step)).toEqual([2, 1]);
    expect(await store.list()).toEqual([]);
  });
});

describe('bad arguments', () => {
  const none = new Map<string, Uint8Array>();

  it.each([0, 1.5, NaN])('keepLast %p', (keepLast) => {
    expect(() => new CheckpointStore('x', { keepLast })).toThrow(
      `CheckpointStore: keepLast: expected an integer >= 1, got ${keepLast}.`,
    );
  });

  async function expectRefused(checkpoint: Checkpoint, message: string): Promise<void> {
    const store = newStore();
    await expect(store.write(checkpoint)).rejects.toThrow(
      new RangeError(`CheckpointStore.write: ${message}.`),
    );
    expect(existsSync(store.folder)).toBe(false);
  }

  it.each([-1, 0.5, NaN, 2 ** 53])('step %p', async (step) => {
    await expectRefused({ step, files: none }, `step: expected an integer >= 0, got ${step}`);
  });

  it.each([NaN, Infinity])('score %p', async (score) => {
    await expectRefused({ step: 1, files: none, score }, `score: expected a finite number, got ${score}`);
  });

  it.each(['../a', 'a/b', 'a\\b', '.a', '', 'a\0', 'Checkpoint.json', 'x'.repeat(101)])(
    'file name %j',
    async (name) => {
      await expectRefused(
        { step: 1, files: new Map([[name, new Uint8Array()]]) },
        `files: expected names of letters, digits, '.', '-' and '_', got ${JSON.stringify(name)}`,
      );
    },
  );

  it('read of a step that is not there', async () => {
    const store = newStore();
    await expect(store.read(7)).rejects.toThrow(
      new RangeError(`CheckpointStore.read: step: expected a checkpoint of ${store.folder} (none), got 7.`),
    );
    for (const step of [1, 2]) await store.write(at(step));
    await expect(store.read(7)).rejects.toThrow(`(1, 2), got 7.`);
  });
});
