import { basename } from 'node:path';
import { DataError } from './errors.js';
import { fitImages, fittedShape, resolveFit, type Pixels } from './fit-images.js';
import { readIdxPair, type LoadIdxOptions } from './idx-dataset.js';
import { findIdxFiles, type IdxFiles, type IdxPair } from './idx-files.js';
import type { Manifest, ManifestSplit } from './manifest.js';
import type { PrepareOptions } from './prepare-options.js';
import { writePreparedFolder } from './prepared-writer.js';
import { resolveSplit } from './split-options.js';
import type { ImageBytes, ImageShape } from './types.js';

export interface PrepareIdxOptions extends LoadIdxOptions, PrepareOptions {}

/** Rows written between two reports of progress. */
const CHUNK_ROWS = 1000;

/**
 * Writes an idx data set (MNIST and its relatives) as a prepared folder. The official test files become the held-out images, if
 * there are any and no other split is asked for. Rows have the order of the files, the training images first. The stored images are
 * held in memory meanwhile.
 * @param from - The folder with the files (see `findIdxFiles`), or the files.
 * @param to - The folder to write; it gets its name only when it is complete.
 * @param options - The size of the images, the split, and how to follow and to stop it.
 * @returns The manifest.
 * @throws DataError - A file is missing or damaged, the pairs do not fit together, or `to` is taken.
 */
export async function prepareIdx(
  from: string | IdxFiles,
  to: string,
  options: PrepareIdxOptions = {},
): Promise<Manifest> {
  const { overwrite, onComplete, onProgress, signal } = options;
  const fit = resolveFit('prepareIdx', options);
  const files = typeof from === 'string' ? await filesIn(from) : from;
  const pairs = files.test === undefined ? [files.train] : [files.train, files.test];
  const parts: IdxPart[] = [];
  for (const pair of pairs) parts.push({ pair, ...(await readIdxPair(pair, options)) });
  const classes = parts.map((part) => part.classes).reduce((a, b) => (b.length > a.length ? b : a));
  const chooseSplit = resolveSplit('prepareIdx', options, { all: classes, taken: classes });
  const imageShape = fittedShape(commonShape(parts), fit);
  return writePreparedFolder(to, { imageShape, overwrite, onComplete }, async (append) => {
    const total = parts.reduce((sum, { labels }) => sum + labels.length, 0);
    let done = 0;
    for (const part of parts) {
      for (const chunk of chunksOf(part)) {
        signal?.throwIfAborted();
        const { images, shape } = await fitImages(part.pair.images, chunk, fit, signal);
        await append(images);
        done += shape[0];
        onProgress?.({ done, total, rejected: 0 });
      }
    }
    const sources = parts.map(({ pair, shape }) => ({
      images: basename(pair.images),
      labels: basename(pair.labels),
      rows: shape[0],
    }));
    return {
      labels: parts.flatMap(({ labels }) => [...labels]),
      classes,
      split: (images) => {
        const rows = Array.from(images.labels, (_, row) => String(row));
        return chooseSplit({ ...images, files: rows }, officialSplit(parts));
      },
      source: { kind: 'idx', options: fit, files: sources },
      rejected: [],
    };
  });
}

interface IdxPart extends ImageBytes {
  readonly pair: IdxPair;
}

async function filesIn(folder: string): Promise<IdxFiles> {
  const files = await findIdxFiles(folder);
  if (files === undefined) throw new DataError(folder, 'has no idx files (train-images-idx3-ubyte, ...)');
  return files;
}

function* chunksOf({ images, shape: [n, ...imageShape] }: ImageBytes): Generator<Pixels> {
  const rowBytes = images.length / n;
  for (let row = 0; row < n; row += CHUNK_ROWS) {
    const end = Math.min(row + CHUNK_ROWS, n);
    yield { images: images.subarray(row * rowBytes, end * rowBytes), shape: [end - row, ...imageShape] };
  }
}

function commonShape(parts: readonly IdxPart[]): ImageShape {
  const shapes = parts.map(({ shape: [, ...imageShape] }) => imageShape);
  const [first = [0, 0, 0], other = first] = shapes;
  if (String(first) !== String(other)) {
    throw new DataError(
      parts[1]?.pair.images ?? '',
      `has images of [${other.join(',')}], the training images are of [${first.join(',')}]`,
    );
  }
  return first;
}

/** Undefined without test files. */
function officialSplit([train, test]: readonly IdxPart[]): ManifestSplit | undefined {
  if (train === undefined || test === undefined) return undefined;
  const rows = [...test.labels.keys()];
  return { method: 'official', heldOut: rows.map((row) => train.labels.length + row) };
}
