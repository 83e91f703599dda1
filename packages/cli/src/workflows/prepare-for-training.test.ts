import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { prepareForTraining } from './prepare-for-training.js';

const temporary = mkdtempSync(join(tmpdir(), 'cvg-prepare-data-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

it('takes a known data set as it is laid out, with its own split', async () => {
  const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#306090' } })
    .png()
    .toBuffer();
  const from = join(temporary, 'CUB_200_2011');
  const files = {
    'classes.txt': '1 001.Auk\n2 002.Wren\n',
    'images.txt': '1 001.Auk/1.png\n2 001.Auk/2.png\n3 002.Wren/1.png\n4 002.Wren/2.png\n',
    'image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n',
    'train_test_split.txt': '1 0\n2 1\n3 1\n4 1\n',
    'bounding_boxes.txt': [1, 2, 3, 4].map((id) => `${id} 0.0 0.0 40.0 40.0\n`).join(''),
    'images/001.Auk/1.png': photo,
    'images/001.Auk/2.png': photo,
    'images/002.Wren/1.png': photo,
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(from, name)), { recursive: true });
    writeFileSync(join(from, name), content);
  }
  const { data, kind } = await prepareForTraining({ from, out: join(temporary, 'data'), size: 32 });
  expect(kind).toBe('records');
  expect(data.classes).toEqual(['001.Auk', '002.Wren']); // as class folders there would be one class, `images`
  expect([...data.rows('held-out')]).toEqual([0]);
  expect(data.manifest.rejected.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
    'images/002.Wren/2.png missing',
  ]);
  await data.close();
});
