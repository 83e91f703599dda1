import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ImageRejectedError } from './errors.js';
import { loadImages } from './load-images.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

it('loads photos for a network', async () => {
  const folder = writeFiles(temporaryFolder(), {
    'red.png': await plain([255, 0, 0], 30, 20).png().toBuffer(),
    'grey.png': await plain([51, 51, 51]).png().toBuffer(),
  });
  const files = [join(folder, 'red.png'), join(folder, 'grey.png')];
  const { images, shape } = await loadImages(files, { size: 4 });
  expect(shape).toEqual([2, 4, 4, 3]);
  const red = Array.from({ length: 16 }, () => [1, -1, -1]).flat();
  expect(images).toBeAllClose([...red, ...Array<number>(48).fill(-0.6)]);
});

it('names the photo that cannot be used', async () => {
  const folder = writeFiles(temporaryFolder(), { 'a.png': 'no image' });
  const load = (file: string): Promise<unknown> => loadImages([file], { size: 4 });
  const file = join(folder, 'a.png');
  const error: unknown = await load(file).catch((thrown: unknown) => thrown);
  expect(ImageRejectedError.isInstance(error)).toBe(true);
  expect(String(error)).toBe(
    `ImageRejectedError: ${file}: not-an-image: it begins with 6e6f20696d616765, like no supported image format.`,
  );
  await expect(load(folder)).rejects.toThrow(`${folder}: unreadable: it is no regular file.`);
  await expect(load(join(folder, 'b.png'))).rejects.toThrow('unreadable: ENOENT: no such file or directory.');
});

it('does not read what is no photo by its size or kind', async () => {
  const folder = writeFiles(temporaryFolder(), { large: '' });
  const large = join(folder, 'large');
  truncateSync(large, 2 ** 28 + 1);
  await expect(loadImages([large], { size: 4 })).rejects.toThrow(
    'too-large: 268435457 bytes, the limit is 268435456.',
  );
  if (process.platform === 'win32') return;
  const pipe = join(folder, 'pipe'); // opening it would wait for a writer for ever
  execFileSync('mkfifo', [pipe]);
  await expect(loadImages([pipe], { size: 4 })).rejects.toThrow('unreadable: it is no regular file.');
});
