/** 100,000 images of 128x128x3 (a sparse file of 4.9 GB), streamed in shuffled batches by a process of their own. */
import { createHash } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { npyHeader } from './npy.js';
import { outputOf, startChild } from './__fixtures__/child.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const N = 100_000;
const code = `
import { openPreparedData } from '@cvg/data';
const data = await openPreparedData(process.argv[1]);
const source = data.batches({ batchSize: 64, seed: 0, flip: true });
const start = performance.now();
for (let step = 0; step < 500; step++) await source.next();
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ imagesPerSecond: 500 * 64 / seconds, maxMegabytes: process.resourceUsage().maxRSS / 1024 }));
await data.close();`;

it('streams 100,000 images of 128 pixels in less than 500 MB', async () => {
  const labels = Int32Array.from({ length: N }, (_, row) => row % 100);
  const labelBytes = new Uint8Array(labels.buffer);
  const header = npyHeader('|u1', [N, 128, 128, 3]);
  const folder = writeFiles(temporaryFolder(), {
    'images.npy': header,
    'labels.npy': Buffer.concat([npyHeader('<i4', [N]), labelBytes]),
    'manifest.json': JSON.stringify({
      format: 'cvg-prepared-data',
      version: 1,
      images: { shape: [N, 128, 128, 3], sha256: '0'.repeat(64) }, // not asked for
      labels: { sha256: createHash('sha256').update(labelBytes).digest('hex') },
      classes: Array.from({ length: 100 }, (_, id) => `class ${id}`),
      emptyClasses: [],
      split: { method: 'stratified', heldOutFraction: 0, seed: 0, heldOut: [] },
      source: {
        kind: 'class-folders',
        options: { size: 128, channels: 3, background: '#ffffff', maxPixels: 2 ** 26 },
        files: Array.from(labels, (label, row) => `class ${label}/some photo of it ${row}.jpg`),
      },
      rejected: [],
    }),
  });
  truncateSync(join(folder, 'images.npy'), header.length + N * 128 * 128 * 3);
  const { imagesPerSecond, maxMegabytes } = JSON.parse(await outputOf(startChild(code, [folder]))) as Record<
    string,
    number
  >;
  console.log(`${imagesPerSecond!.toFixed(0)} images/s, at most ${maxMegabytes!.toFixed(0)} MB`);
  expect(maxMegabytes).toBeLessThan(500);
});
