import { join } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import { listClassFolders } from './class-folders.js';
import { folderNames } from './folder-names.js';
import type { ImageListing } from './image-record.js';
import { readTextList, type ListLine } from './text-list.js';

/** Folders that hold LFW's images, the best aligned first. */
const IMAGE_FOLDERS = ['lfw-deepfunneled', 'lfw-funneled', 'lfw_funneled', 'lfw'];

/**
 * Labeled Faces in the Wild: one folder a person. It has no split for classification; its official lists are read by
 * {@link readLfwPairs} and {@link readLfwPeople}.
 * @param folder - The images' folder, or the one that holds it (`lfw-deepfunneled`, `lfw-funneled`, `lfw_funneled` or `lfw`).
 * @throws DataError - It has no folders inside.
 */
export async function readLfw(folder: string): Promise<ImageListing> {
  const names = await folderNames(folder);
  const images = IMAGE_FOLDERS.find((name) => names.includes(name));
  const listing = await listClassFolders(images === undefined ? folder : join(folder, images));
  return { ...listing, layout: 'lfw' };
}

/** Two photos to be told of one person or of two. */
export interface LfwPair {
  /** Counted from 0; a list without folds is fold 0. */
  readonly fold: number;
  readonly isSamePerson: boolean;
  /** `<Name>/<Name>_NNNN.jpg`, as in the records that `readDataset` reads. */
  readonly files: readonly [string, string];
}

/**
 * LFW's `pairs.txt`, `pairsDevTrain.txt` or `pairsDevTest.txt`: a line `folds number` (or `number` alone), then for each fold
 * that number of pairs of one person, `name i j`, and as many of two, `name i name j`. Photos count from 1.
 * @param file - The list.
 * @returns The pairs in order, each with its fold.
 * @throws DataError - It cannot be read, a line is damaged, or their number is not what the first one says.
 */
export async function readLfwPairs(file: string): Promise<readonly LfwPair[]> {
  const [header, ...lines] = await readTextList(file, '\t');
  const [folds, pairsOfKind] =
    header.fields.length === 1
      ? [1, header.integer(0, 'the number of pairs')]
      : [header.integer(0, 'the number of folds'), header.integer(1, 'the number of pairs')];
  if (lines.length !== 2 * folds * pairsOfKind) {
    header.fail(`${lines.length} pairs in ${folds} folds, half of them of one person, as follow`);
  }
  return lines.map((line, index) => {
    const isSamePerson = index % (2 * pairsOfKind) < pairsOfKind;
    const [second, number] = isSamePerson ? [0, 2] : [2, 3];
    if (line.fields.length !== number + 1)
      line.fail(isSamePerson ? '<name> <i> <j>' : '<name> <i> <name> <j>');
    const files = [photoOf(line, 0, 1), photoOf(line, second, number)] as const;
    return { fold: Math.floor(index / (2 * pairsOfKind)), isSamePerson, files };
  });
}

function photoOf(line: ListLine, name: number, number: number): string {
  const person = personOf(line, name);
  return `${person}/${person}_${String(line.integer(number, "a photo's number")).padStart(4, '0')}.jpg`;
}

function personOf(line: ListLine, index: number): string {
  const person = line.insideFile(index, "a person's name");
  return person.includes('/') ? line.fail("a person's name") : person;
}

/** A person of a list, with the number of photos. */
export interface LfwPerson {
  /** Counted from 0; a list without folds is fold 0. */
  readonly fold: number;
  readonly className: string;
  readonly numImages: number;
}

/**
 * LFW's `people.txt`, `peopleDevTrain.txt` or `peopleDevTest.txt`: `name number` lines after their count; `people.txt` begins with
 * the number of folds, each of which has its count.
 * @param file - The list.
 * @returns The people in order, each with its fold.
 * @throws DataError - It cannot be read, a line is damaged, or a count does not fit.
 */
export async function readLfwPeople(file: string): Promise<readonly LfwPerson[]> {
  const lines = await readTextList(file, '\t');
  const people: LfwPerson[] = [];
  // Two lines of one number each at the top: the number of folds, and the count of the first.
  let next = lines[1]?.fields.length === 1 ? 1 : 0;
  const folds = next === 1 ? lines[0].integer(0, 'the number of folds') : 1;
  for (let fold = 0; fold < folds; fold++) {
    const header = lines[next++];
    const count = header?.integer(0, 'the number of people') ?? 0;
    const members = lines.slice(next, next + count);
    if (members.length !== count) header?.fail(`${members.length} people, as follow`);
    for (const line of members) {
      if (line.fields.length !== 2) line.fail('<name> <number of photos>');
      people.push({ fold, className: personOf(line, 0), numImages: line.integer(1, 'the number of photos') });
    }
    next += count;
  }
  lines[next]?.fail('the end of the list');
  return people;
}

/**
 * The people of a list, each once, in order: given to `prepareRecords` as `heldOutClasses`, none of them is learned
 *   from.
 * @param list - Of {@link readLfwPairs} or {@link readLfwPeople}.
 * @returns Names.
 */
export function lfwIdentities(list: readonly (LfwPair | LfwPerson)[]): readonly string[] {
  const names = list.flatMap((entry) =>
    'files' in entry ? entry.files.map((file) => file.split('/')[0] ?? '') : [entry.className],
  );
  return [...new Set(names)].sort(byCodeUnits);
}
