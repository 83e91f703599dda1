import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { detectDataset } from './detect-dataset.js';
import { openPreparedData } from './open-prepared-data.js';
import { writeGenerated, type GeneratedImages } from './write-generated.js';
import { firstOutputOf, startChild } from './__fixtures__/child.js';
import { temporaryFolder } from './__fixtures__/files.js';

const PER_CLASS = 5;
const BATCH = 4;

/** Images of 2 x 3 x 1 bytes that know their number; 15 of them. */
function images(drawn: number[] = [], changes: Partial<GeneratedImages> = {}): GeneratedImages {
  const total = 3 * PER_CLASS;
  return {
    imageShape: [2, 3, 1],
    classes: ['a', 'b', 'a + b'],
    batchSize: BATCH,
    source: {
      kind: 'generated',
      options: { generator: 'f'.repeat(64), seed: 0, perClass: PER_CLASS },
      files: [],
      mixtures: [
        [{ className: 'a', weight: 1 }],
        [{ className: 'b', weight: 1 }],
        [
          { className: 'a', weight: 0.5 },
          { className: 'b', weight: 0.5 },
        ],
      ],
    },
    async *draw(start) {
      for (let first = start; first < total; first += BATCH) {
        await Promise.resolve();
        const count = Math.min(BATCH, total - first);
        for (let row = first; row < first + count; row++) drawn.push(row);
        yield Uint8Array.from({ length: count * 6 }, (_, index) => (first * 6 + index) % 251);
      }
    },
    ...changes,
  };
}
const names = (folder: string): string[] => readdirSync(folder).sort();
const place = (): { parent: string; to: string; partial: string } => {
  const parent = temporaryFolder();
  return { parent, to: join(parent, 'more', 'data'), partial: join(parent, 'more', 'data.partial') };
};
/** Stops after so many images, as Ctrl-C does. */
const stopAfter = async (to: string, count: number, drawn: number[] = []): Promise<void> => {
  const controller = new AbortController();
  await expect(
    writeGenerated(images(drawn), to, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done >= count) controller.abort(new Error('stopped'));
      },
    }),
  ).rejects.toThrow('stopped');
};

describe('writeGenerated', () => {
  it('writes a prepared folder like any other', async () => {
    const { to } = place();
    const seen: number[] = [];
    const { manifest, drawn } = await writeGenerated(images(), to, {
      onProgress: ({ done, total }) => seen.push(done, total),
    });
    expect([drawn, seen]).toEqual([15, [4, 15, 8, 15, 12, 15, 15, 15]]);
    expect(names(to)).toEqual(['images.npy', 'labels.npy', 'manifest.json']);
    expect(await detectDataset(to)).toMatchObject({ kind: 'prepared' });
    const data = await openPreparedData(to, { verify: true });
    expect(data.manifest).toEqual(manifest);
    expect([data.classes, data.imageShape, [...data.labelCounts()]]).toEqual([
      ['a', 'b', 'a + b'],
      [2, 3, 1],
      [5, 5, 5],
    ]);
    expect([...data.labels]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(data.rows('held-out')).toHaveLength(0);
    const last = await data.read([14]);
    expect([...last.images]).toEqual(
      Array.from({ length: 6 }, (_, index) => Math.fround((84 + index) / 127.5 - 1)),
    );
    await data.close();
  });

  it('goes on where it stopped, and ends with the same bytes', async () => {
    const [whole, parts] = [place(), place()];
    await writeGenerated(images(), whole.to);
    const drawn: number[] = [];
    await stopAfter(parts.to, 8, drawn);
    expect(existsSync(parts.to)).toBe(false);
    truncateSync(join(parts.partial, 'images.npy'), statSync(join(parts.partial, 'images.npy')).size - 7); // a torn write
    drawn.length = 0;
    expect((await writeGenerated(images(drawn), parts.to)).drawn).toBe(11);
    expect(drawn).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    for (const name of names(whole.to)) {
      expect(readFileSync(join(parts.to, name)).equals(readFileSync(join(whole.to, name)))).toBe(true);
    }
    expect(names(join(parts.parent, 'more'))).toEqual(['data']);
    await (await openPreparedData(parts.to, { verify: true })).close();
  });

  it('goes on from any length that the file may have', async () => {
    const { to, partial } = place();
    await stopAfter(to, 12);
    const file = join(partial, 'images.npy');
    const bytes = readFileSync(file);
    for (const length of [0, 5, bytes.length - 72, bytes.length - 1, bytes.length]) {
      const other = place();
      await stopAfter(other.to, 12);
      writeFileSync(join(other.partial, 'images.npy'), bytes.subarray(0, length));
      await writeGenerated(images(), other.to);
      await (await openPreparedData(other.to, { verify: true })).close();
    }
  });

  it('draws nothing where all is there', async () => {
    const { to } = place();
    const { manifest } = await writeGenerated(images(), to);
    const drawn: number[] = [];
    expect(await writeGenerated(images(drawn), to)).toEqual({ manifest, drawn: 0 });
    expect(drawn).toEqual([]);
  });

  it('refuses to mix, to overwrite, and to write beside another process', async () => {
    const { to, partial } = place();
    await stopAfter(to, 4);
    const { source } = images();
    const other = images([], { source: { ...source, options: { ...source.options, seed: 1 } } });
    await expect(writeGenerated(other, to)).rejects.toThrow(
      `${partial}: was begun by another generator or with other options; remove it, or choose another name.`,
    );
    writeFileSync(join(partial, 'process'), `${process.ppid}\n`);
    await expect(writeGenerated(images(), to)).rejects.toThrow(
      `is being written by process ${process.ppid}.`,
    );
    writeFileSync(join(partial, 'process'), '999999999\n'); // one that is dead
    await writeGenerated(images(), to);
    await expect(writeGenerated(other, to)).rejects.toThrow(`${to}: exists already and holds something else`);
  });

  it('refuses a generator that ends too early', async () => {
    const { to } = place();
    const short = images([], {
      async *draw() {
        yield await Promise.resolve(new Uint8Array(24));
      },
    });
    await expect(writeGenerated(short, to)).rejects.toThrow(
      'writeGenerated: draw: expected 15 images, got 4.',
    );
    expect(existsSync(to)).toBe(false);
  });
});

const CHILD = `
import { writeGenerated } from '@cvg/data';
const [to, perClass, pause] = process.argv.slice(1);
const total = 100 * Number(perClass);
const options = { generator: 'f'.repeat(64), seed: 0, perClass: Number(perClass) };
const classes = Array.from({ length: 100 }, (_, id) => 'class ' + id);
const { drawn } = await writeGenerated({
  imageShape: [32, 32, 3], classes, batchSize: 64,
  source: { kind: 'generated', options, mixtures: classes.map((className) => [{ className, weight: 1 }]), files: [] },
  async *draw(start) {
    for (let first = start; first < total; first += 64) {
      if (pause === 'pause') await new Promise((resolve) => setTimeout(resolve, 2));
      yield new Uint8Array(Math.min(64, total - first) * 3072).fill(first % 251);
    }
  },
}, to, { onProgress: ({ done }) => pause === 'pause' && done > 640 && console.log(done) });
console.log(JSON.stringify({ drawn, maxMegabytes: process.resourceUsage().maxRSS / 1024 }));`;

describe('another process', () => {
  it('may be killed: the next one goes on', async () => {
    const { to, partial } = place();
    const child = startChild(CHILD, [to, '64', 'pause']);
    const closed = once(child, 'close');
    await firstOutputOf(child);
    child.kill('SIGKILL');
    expect((await closed)[1]).toBe('SIGKILL');
    await expect(openPreparedData(partial)).rejects.toThrow('manifest.json: cannot be read');
    const next = startChild(CHILD, [to, '64', 'quick']);
    const { drawn } = JSON.parse(await firstOutputOf(next)) as { drawn: number };
    expect(drawn).toBeLessThanOrEqual(6400 - 640);
    expect(drawn).toBeGreaterThan(0);
    await (await openPreparedData(to, { verify: true })).close();
  });

  it('needs no more memory for 100 times as many images', async () => {
    const memoryOf = async (perClass: number): Promise<number> => {
      const child = startChild(CHILD, [place().to, String(perClass), 'quick']);
      return (JSON.parse(await firstOutputOf(child)) as { maxMegabytes: number }).maxMegabytes;
    };
    const [few, many] = [await memoryOf(10), await memoryOf(1000)]; // 100,000 images are 307 MB
    expect(many - few).toBeLessThan(60);
  });
});
