import { basename } from 'node:path';
import { joinDatasets, type ImageDataset, type PreparedData } from '@cvg/data';
import { RunError } from '../errors.js';
import { plural } from '../ui/format.js';
import { classesOfPeople } from './classes-of-people.js';

/** Images that a recognition network learns from: a row of Table 2. */
export interface RecognitionSet {
  /** What is added to the real images. */
  readonly name: string;
  /** The prepared folder that is added. */
  readonly folder?: string;
  /** Every class has a training image. */
  readonly images: ImageDataset;
}

/**
 * Real images alone, and real images with each of some sets of others, all without people that are to be verified.
 * @returns The sets, and the classes of which nothing is learned because they show such people.
 * @throws RunError - Fewer than two classes are left.
 */
export function recognitionSets(
  real: PreparedData,
  added: readonly PreparedData[],
  people: readonly string[],
): { readonly sets: readonly RecognitionSet[]; readonly leftOut: readonly string[] } {
  const leftOut = [...new Set([real, ...added].flatMap((data) => classesOfPeople(people, data)))];
  const sets = [
    { name: 'no augmentation', images: joinedToLearn([real], leftOut) },
    ...added.map((extra) => ({
      ...{ name: nameOf(extra), folder: extra.folder },
      images: joinedToLearn([real, extra], leftOut),
    })),
  ];
  return { sets, leftOut };
}

/** Without the classes that are left out, and those of which every image is held out. */
function joinedToLearn(parts: readonly PreparedData[], leftOut: readonly string[]): ImageDataset {
  const counts = new Map<string, number>();
  for (const part of parts) {
    for (const [id, count] of part.labelCounts('train').entries()) {
      const name = part.classes[id] ?? '';
      counts.set(name, (counts.get(name) ?? 0) + (leftOut.includes(name) ? 0 : count));
    }
  }
  const without = [...counts].filter(([, count]) => count === 0).map(([name]) => name);
  const numLeft = counts.size - without.length;
  if (numLeft >= 2) return joinDatasets(parts, { without });
  throw new RunError(
    parts.map(({ folder }) => folder).join(', '),
    `${plural(numLeft, 'class', 'es')} to learn from ${numLeft === 1 ? 'is' : 'are'} left without the people of the pairs, expected at least 2`,
  );
}

function nameOf({ folder, manifest: { source } }: PreparedData): string {
  const place = basename(folder);
  if (source.kind !== 'generated') return `more images (${place})`;
  const isMixed = source.mixtures.some((mixture) => mixture.length > 1);
  return `${isMixed ? 'new' : 'existing'} identities (${place})`;
}
