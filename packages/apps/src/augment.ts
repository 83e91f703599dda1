import type { Generator } from '@cvg/nets';
import type { ClassLabel, ClassWeight } from './class-vectors.js';
import { assertCount, type ImageArray } from './image-array.js';
import { latentStream } from './latents.js';
import { seededUniform } from './random.js';
import { generateImages } from './run-networks.js';

export interface MixedIdentitiesOptions {
  /** How many new identities, at least 1. */
  readonly count: number;
  /** K, the existing identities. */
  readonly numClasses: number;
  /** A safe integer. */
  readonly seed: number;
  /** Existing identities in a new one. @default 3, as in the paper */
  readonly parts?: number;
}

/**
 * New identities (Section 5.6): each is the mixture of `parts` different existing ones, in equal shares. No two are the same, and more
 * of them with the same seed begin with the same ones.
 * Deviation: the paper says "randomly mixing the label of three different existing identities"; which three is random here,
 * the shares are not, so that no new identity comes out as nearly an existing one.
 * @param options - How many, the existing identities, the seed, and how many of them a new one has.
 * @returns `count` labels; class ids ascend in each.
 * @throws RangeError - There are fewer different mixtures.
 */
export function mixedIdentities({
  count,
  numClasses,
  seed,
  parts = 3,
}: MixedIdentitiesOptions): ClassWeight[][] {
  assertCount('mixedIdentities: count', count);
  assertCount('mixedIdentities: parts', parts);
  const available = combinations(numClasses, parts);
  if (count > available) {
    throw new RangeError(
      `mixedIdentities: ${parts} of ${numClasses} classes make ${available} mixtures, asked for were ${count}.`,
    );
  }
  const uniform = seededUniform('mixedIdentities', seed);
  const known = new Map<string, readonly number[]>();
  while (known.size < count) {
    const chosen = new Set<number>();
    while (chosen.size < parts) chosen.add(Math.floor(uniform() * numClasses));
    const classIds = [...chosen].sort((a, b) => a - b);
    known.set(classIds.join(), classIds); // a mixture that is known keeps its place
  }
  return Array.from(known.values(), (classIds) =>
    classIds.map((classId) => ({ classId, weight: 1 / parts })),
  );
}

/** How many sets of `parts` there are. */
function combinations(numClasses: number, parts: number): number {
  let result = 1;
  for (let part = 0; part < parts; part++) result = (result * (numClasses - part)) / (part + 1);
  return Math.max(0, Math.round(result));
}

export interface AugmentationOptions {
  /** A class or a mixture of classes for each identity, in order. */
  readonly identities: readonly ClassLabel[];
  /** Images of each identity. */
  readonly perIdentity: number;
  /** Seed of z, a safe integer. */
  readonly seed: number;
  /** Cuts z off at this absolute value. @default Infinity */
  readonly truncation?: number;
  /** How many images go through the generator at a time. @default 64 */
  readonly batchSize?: number;
  /** The first image to draw, to go on after an interruption. @default 0 */
  readonly start?: number;
}

/**
 * Images for data augmentation (Section 5.6), in batches: `perIdentity` of the first identity, then of the second, and so on.
 * Image i has a z of its own that depends on `seed` and i only, so that one can begin anywhere: the images from `start` on are
 * those of a whole run. Memory is that of one batch, whatever the number.
 * @param generator - Usually the one with averaged weights.
 * @param options - The identities, how many images of each, and the seed.
 * @returns Batches of at most `batchSize` images in [-1, 1], in the order of the images.
 * @throws RangeError - A number is out of its range, or an identity is none of the generator's.
 */
export async function* augmentationBatches(
  generator: Generator,
  { identities, perIdentity, seed, truncation, batchSize = 64, start = 0 }: AugmentationOptions,
): AsyncGenerator<ImageArray, void> {
  assertCount('augmentationBatches: perIdentity', perIdentity);
  assertCount('augmentationBatches: batchSize', batchSize);
  assertCount('augmentationBatches: start', start, 0);
  const { latentSize } = generator.spec;
  const total = identities.length * perIdentity;
  for (let first = start; first < total; first += batchSize) {
    if (first > start) await new Promise((resolve) => setTimeout(resolve, 0)); // a turn for the event loop
    const count = Math.min(batchSize, total - first);
    const latents = new Float32Array(count * latentSize);
    const labels: ClassLabel[] = [];
    for (let index = 0; index < count; index++) {
      const image = first + index;
      // stream 0 is that of sampleLatents
      const draw = latentStream('augmentationBatches', { latentSize, seed, truncation }, image + 1);
      latents.set(draw(1), index * latentSize);
      labels.push(identities[Math.floor(image / perIdentity)] ?? []);
    }
    yield await generateImages(generator, latents, { labels, batchSize });
  }
}
