import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineChoice, EngineName } from '@cvg/backend';
import { lfwIdentities, openPreparedData, readLfwPairs, type ImageBatch, type PreparedData } from '@cvg/data';
import { faceVerification, judgeImages } from '@cvg/metrics';
import { FolderLock } from '@cvg/train';
import { RunError } from '../errors.js';
import { formatCount, formatPercent, plural } from '../ui/format.js';
import { silentProgress, type Progress } from '../ui/progress.js';
import { overSeeds } from './over-seeds.js';
import { photoPairs, type PhotoPairs } from './photo-pairs.js';
import { recognitionSets, type RecognitionSet } from './recognition-sets.js';
import { startEngine } from './start-engine.js';
import { trainedEvaluator } from './trained-evaluator.js';
import type { Verification, VerificationRow, VerifiedNetwork } from './verification.js';

export interface VerifyFacesOptions {
  /** Prepared folder of the real images to learn from. */
  readonly data: string;
  /** Prepared folders, such as `augmentData` writes; each is added to the real images by itself. @default none */
  readonly augmented?: readonly string[];
  /** Prepared folder with the photos of the pairs. */
  readonly images: string;
  /** LFW's list of pairs, or one written like it. */
  readonly pairs: string;
  /** Folder of the result and of the networks. */
  readonly out: string;
  /** Steps of 64 images in which each network learns, whatever it learns from. @default 2000 */
  readonly steps?: number;
  /** Of a network each, all different. @default [0] */
  readonly seeds?: readonly number[];
  /** Mirrors half of the images that are learned from. @default true */
  readonly flip?: boolean;
  /** @default 'auto' */
  readonly engine?: EngineChoice;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Lines that the report's chart can tell apart, less that without augmentation. */
const MAX_AUGMENTED = 7;
const PHOTOS_AT_ONCE = 100;

/**
 * Face verification (Section 5.6, Table 2): trains a recognition network on real images, and on these with each of some sets of generated
 * ones, and tells pairs of photos of one person from pairs of two by the cosine similarity of its features, by LFW's protocol.
 * The network is the classifier of `trainEvaluator`; the paper does not say which one it used.
 *
 * All networks learn in equally many steps. Nothing is learned from people of the pairs: their classes, and mixtures in which they
 * take part, are left out. Networks are kept in `<out>/networks`: a call that was interrupted is continued by the next one, and a seed
 * or a folder can be added later. The result is kept as `<out>/verification.json`, where an infinite threshold is `null`.
 * @param options - The folders, the list of pairs, the seeds, and how long to train.
 * @returns What `verification.json` holds.
 * @throws RunError - Images differ in shape, too few classes are left, or there are the photos of no pair.
 * @throws FolderLockedError - Another process verifies in this folder.
 */
export async function verifyFaces(options: VerifyFacesOptions): Promise<Verification> {
  const { augmented = [], seeds = [0], out } = options;
  checkOptions(augmented, seeds);
  const lock = await FolderLock.take(out);
  try {
    return await verify(options);
  } finally {
    await lock.release();
  }
}

async function verify(options: VerifyFacesOptions): Promise<Verification> {
  const { augmented = [], steps = 2000, seeds = [0], flip = true, engine = 'auto', out } = options;
  const { progress = silentProgress, signal } = options;
  const list = await readLfwPairs(options.pairs);
  const opened: PreparedData[] = [];
  const open = async (folder: string): Promise<PreparedData> => {
    const data = await openPreparedData(folder);
    opened.push(data);
    return data;
  };
  try {
    const photos = await open(options.images);
    const real = await open(options.data);
    const added: PreparedData[] = [];
    for (const folder of augmented) added.push(await open(folder));
    for (const data of [real, ...added]) assertShapeOf(photos, data);
    const found = photoPairs(list, photos);
    if (found.pairs.length === 0)
      throw new RunError(photos.folder, `no pair of ${options.pairs} has its photos there`);
    const { sets, leftOut } = recognitionSets(real, added, lfwIdentities(list));
    noteLeftOut(progress, leftOut, found, list.length);
    const { name: engineName } = await startEngine(engine);
    const training = { steps, flip, progress, signal, engine: engineName, folder: join(out, 'networks') };
    const rows: VerificationRow[] = [];
    for (const set of sets) {
      const networks: VerifiedNetwork[] = [];
      for (const seed of seeds) networks.push(await verifiedNetwork(set, seed, { photos, found }, training));
      rows.push(rowOf(set, networks, rows[0]));
    }
    const verification: Verification = {
      engine: engineName,
      data: { folder: real.folder, fingerprint: real.fingerprint },
      photos: { folder: photos.folder, fingerprint: photos.fingerprint },
      ...{ steps, flip, seeds, pairs: found.pairs.length },
      folds: new Set(found.pairs.map(({ fold }) => fold)).size,
      ...{ missing: found.missing, leftOut, rows },
    };
    const file = join(out, 'verification.json');
    await writeFile(`${file}.tmp`, `${JSON.stringify(verification, undefined, 1)}\n`);
    await rename(`${file}.tmp`, file);
    return verification;
  } finally {
    for (const data of opened) await data.close();
  }
}

function checkOptions(augmented: readonly string[], seeds: readonly number[]): void {
  if (augmented.length > MAX_AUGMENTED) {
    throw new RangeError(
      `verifyFaces: augmented: expected at most ${MAX_AUGMENTED} folders, got ${augmented.length}.`,
    );
  }
  if (seeds.length === 0 || new Set(seeds).size !== seeds.length) {
    throw new RangeError(
      `verifyFaces: seeds: expected one or more, all different, got [${seeds.join(', ')}].`,
    );
  }
}

function assertShapeOf(photos: PreparedData, { folder, imageShape }: PreparedData): void {
  if (String(imageShape) === String(photos.imageShape)) return;
  throw new RunError(
    folder,
    `its images are ${imageShape.join(' x ')}, those of ${photos.folder} ${photos.imageShape.join(' x ')}; prepare both in one size`,
  );
}

function noteLeftOut(
  progress: Progress,
  leftOut: readonly string[],
  { pairs, missing }: PhotoPairs,
  numPairs: number,
): void {
  if (leftOut.length > 0) {
    const named = `${leftOut.slice(0, 5).join(', ')}${leftOut.length > 5 ? ', ...' : ''}`;
    progress.note(
      `Not learned from, because the pairs show them: ${plural(leftOut.length, 'class', 'es')} (${named}).`,
    );
  }
  if (missing.length > 0) {
    progress.note(
      `Photos of the pairs that are not among the images: ${formatCount(missing.length)}; ${formatCount(pairs.length)} of ${plural(numPairs, 'pair')} are left.`,
    );
  }
}

interface Training {
  readonly steps: number;
  readonly flip: boolean;
  readonly engine: EngineName;
  /** Where the networks are kept. */
  readonly folder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

async function verifiedNetwork(
  { name, images }: RecognitionSet,
  seed: number,
  { photos, found }: { readonly photos: PreparedData; readonly found: PhotoPairs },
  { steps, flip, engine, folder, progress, signal }: Training,
): Promise<VerifiedNetwork> {
  const title = `${name}, seed ${seed}`;
  const settings = [images.fingerprint.slice(0, 16), engine, steps, flip ? 'flip' : 'no-flip', seed];
  const network = await trainedEvaluator(join(folder, `${settings.join('-')}.safetensors`), images, {
    ...{ title, steps, seed, flip, progress, signal },
  });
  try {
    const features = await judgeImages(network, () => batchesOf(photos, found.rows), {
      ...{ seeds: { network: [seed] }, signal },
    });
    const verification = faceVerification(features, found.pairs);
    progress.note(`${title}: ${formatPercent(verification.values.accuracy, 2)} of the pairs are told right.`);
    return { seed, recognition: network.heldOut, verification };
  } finally {
    network.dispose();
  }
}

async function* batchesOf(photos: PreparedData, rows: readonly number[]): AsyncGenerator<ImageBatch> {
  for (let start = 0; start < rows.length; start += PHOTOS_AT_ONCE) {
    yield await photos.read(rows.slice(start, start + PHOTOS_AT_ONCE));
  }
}

function rowOf(
  { name, folder, images }: RecognitionSet,
  networks: readonly VerifiedNetwork[],
  first: VerificationRow | undefined,
): VerificationRow {
  const values = networks.map(({ verification }) => verification.values);
  const before = (first?.networks ?? networks).map(({ verification }) => verification.values.accuracy);
  const numImages = images.rows('train').length;
  const realImages = first?.realImages ?? numImages;
  return {
    ...{ name, folder, realImages, addedImages: numImages - realImages, classes: images.numClasses },
    accuracy: overSeeds(values.map(({ accuracy }) => accuracy)),
    standardError: overSeeds(values.map(({ standardError }) => standardError)).mean,
    auc: overSeeds(values.map(({ auc }) => auc)),
    gain: overSeeds(values.map(({ accuracy }, index) => accuracy - (before[index] ?? NaN))),
    networks,
  };
}
