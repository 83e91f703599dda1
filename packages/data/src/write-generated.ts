import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { assertInteger } from './assert.js';
import type { ProgressOptions } from './decode-listing.js';
import { DataError } from './errors.js';
import { isRunning } from './is-running.js';
import { writeLabels } from './labels-file.js';
import {
  IMAGES_FILE,
  LABELS_FILE,
  MANIFEST_FILE,
  readManifest,
  type Manifest,
  type ManifestSource,
} from './manifest.js';
import { ResumableImages } from './resumable-images.js';
import type { ImageShape } from './types.js';
import { writeSynced } from './write-synced.js';

/** Images that a model can draw again, from any of them on. */
export interface GeneratedImages {
  readonly imageShape: ImageShape;
  /** Class names; each has the same number of images, a class after the other. */
  readonly classes: readonly string[];
  /** What draws them, and with which options: its `perClass` is the number of images of each class. */
  readonly source: Extract<ManifestSource, { readonly kind: 'generated' }>;
  /** Images that are drawn together. */
  readonly batchSize: number;
  /** The bytes of the images from `start` on, a batch after the other; `start` is a multiple of `batchSize`. */
  readonly draw: (start: number) => AsyncIterable<Uint8Array>;
}

/** What there is now. */
export interface WrittenImages {
  readonly manifest: Manifest;
  /** Images that this call has drawn; 0 if the folder was complete already. */
  readonly drawn: number;
}

const PLAN_FILE = 'plan.json';
const OWNER_FILE = 'process';

/**
 * Writes generated images as a prepared folder, batch by batch: memory does not grow with their number, but for four bytes of
 * label an image. They are gathered in `<to>.partial`, which takes the final name when all are there. A call that was
 * interrupted, or killed, is continued by the next one with the same images, and ends with the same bytes. None is held out.
 * @param images - The classes, how many images, and a function that draws them.
 * @param to - The folder to write.
 * @param options - How to follow and to stop it.
 * @returns The manifest, and how many images this call drew.
 * @throws DataError - There is something else under the name, what was begun is of other images, or another process
 *   writes it.
 */
export async function writeGenerated(
  images: GeneratedImages,
  to: string,
  options: ProgressOptions = {},
): Promise<WrittenImages> {
  const { classes, imageShape, source, batchSize } = images;
  assertInteger('writeGenerated: batchSize', batchSize, 1, 65536);
  const target = resolve(to);
  const contents = contentsOf(images);
  const complete = await completeFolder(to, target, contents);
  if (complete) return { manifest: complete, drawn: 0 };
  const partial = `${target}.partial`;
  await mkdir(partial, { recursive: true });
  await takeOwnership(partial);
  await agreeOnPlan(partial, JSON.stringify({ ...contents, batchSize }));
  const { perClass } = source.options;
  const total = classes.length * perClass;
  const { sha256, drawn } = await drawImages(join(partial, IMAGES_FILE), images, total, options);
  const labelsFile = join(partial, LABELS_FILE);
  await rm(labelsFile, { force: true });
  const labels = await writeLabels(
    labelsFile,
    Int32Array.from({ length: classes.length * perClass }, (_, row) => Math.floor(row / perClass)),
  );
  const manifest: Manifest = {
    format: 'cvg-prepared-data',
    version: 1,
    images: { shape: [total, ...imageShape], sha256 },
    labels: { sha256: labels },
    classes,
    emptyClasses: [],
    split: { method: 'stratified', heldOutFraction: 0, heldOut: [] },
    source,
    rejected: [],
  };
  await writeSynced(join(partial, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 1)}\n`, 'w');
  for (const name of [PLAN_FILE, OWNER_FILE]) await rm(join(partial, name));
  await rename(partial, target);
  return { manifest, drawn };
}

/** Draws what is not in the file yet. */
async function drawImages(
  path: string,
  { imageShape, batchSize, draw }: GeneratedImages,
  total: number,
  { onProgress, signal }: ProgressOptions,
): Promise<{ readonly sha256: string; readonly drawn: number }> {
  const file = await ResumableImages.open(path, [total, ...imageShape], batchSize);
  try {
    const start = file.rows;
    if (start < total) {
      for await (const pixels of draw(start)) {
        signal?.throwIfAborted();
        await file.append(pixels);
        onProgress?.({ done: file.rows, total, rejected: 0 });
      }
    }
    if (file.rows !== total) {
      throw new RangeError(`writeGenerated: draw: expected ${total} images, got ${file.rows}.`);
    }
    return { sha256: await file.finish(), drawn: total - start };
  } finally {
    await file.close();
  }
}

/** What decides the bytes of the images, as plain JSON. */
const contentsOf = ({ imageShape, classes, source }: GeneratedImages): object =>
  JSON.parse(JSON.stringify({ imageShape, classes, source })) as object;

/** The manifest of a folder that has these images already; `undefined` if there is nothing under the name. */
async function completeFolder(to: string, target: string, contents: object): Promise<Manifest | undefined> {
  const stats = await lstat(target).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (stats.isDirectory() && (await readdir(target)).length === 0) return undefined;
  const manifest = await readManifest(target).catch(() => undefined);
  if (manifest) {
    const [, ...imageShape] = manifest.images.shape;
    const { classes, source } = manifest;
    if (isDeepStrictEqual({ imageShape, classes, source }, contents)) return manifest;
  }
  throw new DataError(to, 'exists already and holds something else; choose another name');
}

/** @throws DataError - Another process that is alive writes there. */
async function takeOwnership(partial: string): Promise<void> {
  const file = join(partial, OWNER_FILE);
  const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (owner > 0 && owner !== process.pid && isRunning(owner)) {
    throw new DataError(partial, `is being written by process ${owner}`);
  }
  await writeFile(file, `${process.pid}\n`);
}

/** @throws DataError - What was begun there is of other images. */
async function agreeOnPlan(partial: string, plan: string): Promise<void> {
  const file = join(partial, PLAN_FILE);
  const begun = await readFile(file, 'utf8').catch(() => undefined);
  if (begun === undefined) {
    await rm(join(partial, IMAGES_FILE), { force: true });
    await writeSynced(`${file}.new`, plan, 'w');
    await rename(`${file}.new`, file);
  } else if (begun !== plan) {
    throw new DataError(
      partial,
      'was begun by another generator or with other options; remove it, or choose another name',
    );
  }
}
