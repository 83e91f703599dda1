// Makes photos of two classes: red ones and blue ones.
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';

for (const [name, channel] of [
  ['red', 'r'],
  ['blue', 'b'],
]) {
  await mkdir(`photos/${name}`, { recursive: true });
  for (let index = 0; index < 12; index++) {
    const background = { r: 10 * index, g: 10 * index, b: 10 * index, [channel]: 250 };
    await sharp({ create: { width: 40, height: 48, channels: 3, background } })
      .jpeg()
      .toFile(`photos/${name}/${index}.jpg`);
  }
}
console.log('{}');
