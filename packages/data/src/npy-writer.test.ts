import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { NpyWriter } from './npy-writer.js';
import { npyHeader } from './npy.js';
import { temporaryFolder } from './__fixtures__/files.js';

const folder = temporaryFolder();

it('writes the file NumPy writes, byte for byte', async () => {
  // oracle: __fixtures__/npy.py
  const golden = JSON.parse(readFileSync(new URL('./__fixtures__/npy.json', import.meta.url), 'utf8')) as {
    images: { base64: string };
    labels: { values: number[]; base64: string };
  };
  const images = await NpyWriter.create(join(folder, 'images.npy'), '|u1', [3, 4, 3]);
  const pixels = Uint8Array.from({ length: 72 }, (_, index) => index);
  await images.append(pixels.subarray(0, 36));
  await images.append(pixels.subarray(36));
  expect(await images.finish()).toEqual({
    rows: 2,
    sha256: createHash('sha256').update(pixels).digest('hex'),
  });
  await images.close();
  expect(readFileSync(join(folder, 'images.npy'), 'base64')).toBe(golden.images.base64);

  const labels = await NpyWriter.create(join(folder, 'labels.npy'), '<i4', []);
  await labels.append(new Uint8Array(Int32Array.from(golden.labels.values).buffer));
  expect((await labels.finish()).rows).toBe(5);
  await labels.close();
  expect(readFileSync(join(folder, 'labels.npy'), 'base64')).toBe(golden.labels.base64);
});

it('writes more than fits its buffer, in pieces of any size', async () => {
  const file = join(folder, 'large.npy');
  const writer = await NpyWriter.create(file, '|u1', [1000]);
  const all = Uint8Array.from({ length: 3_500_000 }, (_, index) => index % 253);
  for (let start = 0, size = 1; start < all.length; start += size, size = (size * 7) % 1_999_993) {
    await writer.append(all.subarray(start, start + size));
  }
  const { rows, sha256 } = await writer.finish();
  await writer.close();
  expect(rows).toBe(3500);
  const header = npyHeader('|u1', [3500, 1000]);
  const bytes = readFileSync(file);
  expect(bytes.length).toBe(header.length + all.length);
  expect(bytes.subarray(0, header.length).equals(header)).toBe(true);
  expect(bytes.subarray(header.length).equals(all)).toBe(true);
  expect(sha256).toBe(createHash('sha256').update(all).digest('hex'));
});
