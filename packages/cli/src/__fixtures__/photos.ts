import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** One PNG of one colour with a white bar whose place depends on `index`. */
export async function photo(background: string, index: number): Promise<Buffer> {
  const bar = { create: { width: 6, height: 40, channels: 3, background: '#ffffff' } } as const;
  return sharp({ create: { width: 48, height: 40, channels: 3, background } })
    .composite([{ input: await sharp(bar).png().toBuffer(), left: (index * 7) % 41, top: 0 }])
    .png()
    .toBuffer();
}

/** A folder with one folder of photos a class, named as its colour. */
export async function photoFolder(
  folder: string,
  classes: readonly string[],
  perClass: number,
): Promise<string> {
  for (const name of classes) {
    await mkdir(join(folder, name), { recursive: true });
    for (let index = 0; index < perClass; index++) {
      await writeFile(join(folder, name, `${index}.png`), await photo(name, index));
    }
  }
  return folder;
}
