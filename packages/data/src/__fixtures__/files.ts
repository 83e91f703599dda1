import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A temporary folder that is removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cvg-data-'));
  folders.push(folder);
  return folder;
}

/** Writes files below `folder`: `{ 'cats/1.png': bytes }`. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** An image of one colour. */
export const plain = ([r, g, b]: Rgb, width = 12, height = width): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r, g, b } } });

/** An image that is made of its pixels, row by row. */
export function fromPixels(rows: readonly (readonly Rgb[])[]): Sharp {
  const raw = { width: rows[0]?.length ?? 0, height: rows.length, channels: 3 as const };
  return sharp(Uint8Array.from(rows.flat(2)), { raw });
}

/** Four colours, one a corner, each `side` pixels wide and high: shows turns, mirrors and crops. */
export const corners = (side: number, [a, b, c, d]: readonly [Rgb, Rgb, Rgb, Rgb]): Sharp =>
  fromPixels(
    [
      [a, b],
      [c, d],
    ].flatMap((row) =>
      Array.from({ length: side }, () => row.flatMap((color) => Array<Rgb>(side).fill(color))),
    ),
  );

/** The bytes of an idx file of unsigned bytes. */
export function idxBytes(shape: readonly number[], data: ArrayLike<number>, type = 8): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint16(2, type * 256 + shape.length);
  shape.forEach((size, dimension) => header.setUint32(4 + 4 * dimension, size));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(data)]);
}
