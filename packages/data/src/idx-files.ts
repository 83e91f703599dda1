import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from './errors.js';
import { systemMessage } from './message-of.js';

/** The two files of an idx data set. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string;
}

/** The files of a data set in the layout of MNIST. */
export interface IdxFiles {
  readonly train: IdxPair;
  /** The official test files, where there are any. */
  readonly test?: IdxPair;
}

const idxName =
  /^(?<prefix>.*?)(?<part>train|t10k|test)-(?<content>images|labels)[-.]idx\d-u?byte(?<gz>\.gz)?$/;

/**
 * Finds the files of MNIST and its relatives in a folder: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and `t10k-` or
 * `test-`, plain (preferred) or `.gz`, with an optional prefix (`emnist-letters-`).
 * @param folder - Where they lie.
 * @returns Undefined if no name in the folder looks like an idx file.
 * @throws DataError - A file of a pair is missing, or there are several data sets.
 */
export async function findIdxFiles(folder: string): Promise<IdxFiles | undefined> {
  let names: string[];
  try {
    names = (await readdir(folder)).sort();
  } catch (error) {
    throw new DataError(folder, `cannot be read as a folder (${systemMessage(error)})`, { cause: error });
  }
  const found = new Map<string, string>();
  const prefixes = new Set<string>();
  for (const name of names) {
    const groups = idxName.exec(name)?.groups;
    if (groups === undefined) continue;
    prefixes.add(groups.prefix ?? '');
    const key = `${groups.part === 'train' ? 'train' : 'test'}-${groups.content ?? ''}`;
    if (!found.has(key)) found.set(key, join(folder, name)); // sorted: the plain file comes before its `.gz`
  }
  if (found.size === 0) return undefined;
  if (prefixes.size > 1) {
    const list = [...prefixes].map((prefix) => `'${prefix}'`).join(', ');
    throw new DataError(
      folder,
      `expected the idx files of one data set, found the prefixes ${list}; name the files instead`,
    );
  }
  const train = pairOf(folder, found, 'train');
  if (train === undefined) throw new DataError(folder, 'expected train-images and train-labels idx files');
  const test = pairOf(folder, found, 'test');
  return test === undefined ? { train } : { train, test };
}

function pairOf(folder: string, found: ReadonlyMap<string, string>, part: string): IdxPair | undefined {
  const images = found.get(`${part}-images`);
  const labels = found.get(`${part}-labels`);
  if (images === undefined && labels === undefined) return undefined;
  if (images === undefined || labels === undefined) {
    const missing = images === undefined ? 'images' : 'labels';
    throw new DataError(folder, `${images ?? labels ?? ''} has no ${part}-${missing} file beside it`);
  }
  return { images, labels };
}
