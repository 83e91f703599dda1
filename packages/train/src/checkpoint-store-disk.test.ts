/** Checkpoints on a disk that is full, and with a writer that dies at any of its operations. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Checkpoint, CheckpointStore as Store } from './checkpoint-store.js';
import { beforeEachOperation, mockDisk, noSpaceLeft } from './__fixtures__/failing-disk.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

mockDisk();
const { CheckpointStore } = await import('./checkpoint-store.js');
const { RunFileError } = await import('./errors.js');

const checkpoint = (step: number, text: string): Checkpoint => ({
  step,
  files: new Map(['a.bin', 'b.bin'].map((name) => [name, Buffer.from(`${name} ${text}`)])),
});
const newStore = (): Store => new CheckpointStore(join(temporaryFolder(), 'checkpoints'), { keepLast: 2 });

/** The text of the newest checkpoint, if all is sound and its files belong together. */
async function latestText(store: Store): Promise<string> {
  const { checkpoint: latest, damaged } = await store.readLatest();
  expect(damaged).toEqual([]);
  const texts = [...latest!.files].map(([name, bytes]) =>
    Buffer.from(bytes).toString().replace(`${name} `, ''),
  );
  expect(new Set(texts).size).toBe(1);
  return texts[0]!;
}

beforeEach(() => beforeEachOperation(() => undefined));

describe('a full disk', () => {
  it.each(['a.bin', 'b.bin', 'checkpoint.json'])(
    'at %s: names it, and leaves the former checkpoints',
    async (name) => {
      const store = newStore();
      await store.write(checkpoint(1, 'first'));
      await store.write(checkpoint(2, 'second'));
      beforeEachOperation((operation, path) => {
        if (operation === 'write' && path.endsWith(name)) throw noSpaceLeft();
      });
      const error: unknown = await store.write(checkpoint(3, 'third')).catch((reason: unknown) => reason);
      const file = join(store.folder, 'step-000003', name);
      expect(RunFileError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({
        file,
        message: `${file}: cannot be written (ENOSPC: no space left on device).`,
        cause: { code: 'ENOSPC' },
      });
      expect(readdirSync(store.folder)).toEqual(['step-000001', 'step-000002']);
      expect(await latestText(store)).toBe('second');
      beforeEachOperation(() => undefined);
      await store.write(checkpoint(3, 'third'));
      expect(await latestText(store)).toBe('third');
    },
  );

  it('that cannot even be tidied tells the first error', async () => {
    const store = newStore();
    beforeEachOperation((operation) => {
      if (operation === 'write') throw noSpaceLeft();
      if (operation === 'rm') throw new Error('the second error');
    });
    await expect(store.write(checkpoint(3, 'third'))).rejects.toThrow('a.bin: cannot be written (ENOSPC');
    expect((await store.readLatest()).checkpoint).toBeUndefined();
  });

  it('gives a checkpoint its name back that was to be replaced', async () => {
    const store = newStore();
    await store.write(checkpoint(1, 'first'));
    beforeEachOperation((operation, path) => {
      if (operation === 'rename' && path.includes('.tmp-')) throw noSpaceLeft();
    });
    await expect(store.write(checkpoint(1, 'second'))).rejects.toThrow(
      'step-000001: cannot be written (ENOSPC',
    );
    expect(readdirSync(store.folder)).toEqual(['step-000001']);
    expect(await latestText(store)).toBe('first');
  });

  // A real one of 64 kB, where this process may mount it.
  const small = temporaryFolder();
  const mount = (): boolean =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status === 0;
  const unmount = (): boolean => spawnSync('umount', [small]).status === 0;
  (mount() && unmount() ? it : it.skip)(
    'of 64 kB names the file that did not fit (needs the right to mount)',
    async () => {
      mount();
      try {
        const store = new CheckpointStore(join(small, 'checkpoints'));
        await store.write({ step: 1, files: new Map([['a.bin', new Uint8Array(20_000)]]) });
        const tooMuch = new Map(['a.bin', 'b.bin'].map((name) => [name, new Uint8Array(24_000)]));
        await expect(store.write({ step: 2, files: tooMuch })).rejects.toThrow(
          `${join(store.folder, 'step-000002', 'b.bin')}: cannot be written (ENOSPC: no space left on device).`,
        );
        expect(readdirSync(store.folder)).toEqual(['step-000001']);
        expect((await store.readLatest()).checkpoint?.step).toBe(1);
      } finally {
        unmount();
      }
    },
  );
});

it('does not take a file that may not be read for a damaged one', async () => {
  const store = newStore();
  await store.write(checkpoint(1, 'first'));
  beforeEachOperation((operation, path) => {
    if (operation === 'read' && path.endsWith('b.bin')) {
      throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES' });
    }
  });
  const file = join(store.folder, 'step-000001', 'b.bin');
  const error: unknown = await store.readLatest().catch((reason: unknown) => reason);
  expect(RunFileError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ message: `${file}: cannot be read (EACCES: permission denied).` });
});

describe('a writer that dies', () => {
  /** Writes `second` after `first` with a process that dies at its n-th operation. Whether it came so far. */
  async function dieAt(n: number, store: Store, first: Checkpoint, second: Checkpoint): Promise<boolean> {
    beforeEachOperation(() => undefined);
    await store.write(checkpoint(1, 'oldest'));
    await store.write(first);
    let count = 0;
    beforeEachOperation(() => {
      if (++count >= n) throw new Error('dead');
    });
    await store.write(second).catch(() => undefined);
    beforeEachOperation(() => undefined);
    return count >= n;
  }

  it.each([
    ['a new checkpoint', 3],
    ['one that replaces another', 2],
  ])('leaves a sound checkpoint, whatever it was doing with %s', async (_, step) => {
    const seen: string[] = [];
    for (let n = 1; ; n++) {
      const store = newStore();
      if (!(await dieAt(n, store, checkpoint(2, 'before'), checkpoint(step, 'after')))) break;
      seen.push(await latestText(store));
      for (const name of readdirSync(store.folder)) {
        if (name.startsWith('step-')) await store.read(Number(name.slice(5))); // every one is whole
      }
      // The next process goes on, and nothing is left behind.
      const next = new CheckpointStore(store.folder, { keepLast: 1 });
      await next.write(checkpoint(4, 'next'));
      expect(await latestText(next)).toBe('next');
      expect(readdirSync(store.folder)).toEqual(['step-000004']);
    }
    // Up to one operation the old one, from there on the new one.
    const turn = seen.indexOf('after');
    expect(turn).toBeGreaterThan(8);
    expect(seen).toEqual([
      ...Array<string>(turn).fill('before'),
      ...Array<string>(seen.length - turn).fill('after'),
    ]);
  });

  it('has everything on the disk before the checkpoint has its name', async () => {
    const folder = temporaryFolder();
    const store = new CheckpointStore(join(folder, 'run', 'checkpoints'));
    const operations: string[] = [];
    beforeEachOperation((operation, path) => {
      const name = path
        .replace(folder, 'parent')
        .replace(`.step-000003.tmp-${process.pid}`, 'beside')
        .replace('parent/run/checkpoints/', '');
      if (operation !== 'open' && operation !== 'read') operations.push(`${operation} ${name}`);
    });
    await store.write(checkpoint(3, 'third'));
    expect(operations).toEqual([
      'mkdir parent/run/checkpoints',
      'sync parent/run',
      'sync parent',
      'mkdir beside',
      ...['a.bin', 'b.bin', 'checkpoint.json'].flatMap((name) => [
        `write beside/${name}`,
        `sync beside/${name}`,
      ]),
      'sync beside',
      'rename beside',
      'sync parent/run/checkpoints',
      'rm .step-000003.replaced',
    ]);
  });
});
