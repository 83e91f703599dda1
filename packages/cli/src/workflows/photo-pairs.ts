import type { LfwPair, PreparedData } from '@cvg/data';
import type { FacePair } from '@cvg/metrics';

/** Pairs of photos as rows of a prepared folder. */
export interface PhotoPairs {
  /** The rows that occur, ascending; the pairs count in these. */
  readonly rows: readonly number[];
  readonly pairs: readonly FacePair[];
  /** Photos of the list that are not in the folder; their pairs are left out. */
  readonly missing: readonly string[];
}

/** Folds that a list without them is cut into. */
const NUM_FOLDS = 10;

/**
 * Finds the photos of a list of pairs among the images of a prepared folder, by `<Name>/<Name>_NNNN` without the ending.
 * A list of one fold, as that of LFW's development test, is cut into ten: the pairs of one person into ten equal parts in the order of the
 * list, and those of two likewise, so that most pairs of a person are in one fold.
 * @throws RangeError - A photo of the list has several images.
 */
export function photoPairs(
  list: readonly LfwPair[],
  { manifest }: Pick<PreparedData, 'manifest'>,
): PhotoPairs {
  const rowsOf = new Map<string, number[]>();
  const { files } = manifest.source;
  for (const [row, file] of files.entries()) {
    if (typeof file !== 'string') continue;
    const rows = rowsOf.get(withoutEnding(file));
    if (rows) rows.push(row);
    else rowsOf.set(withoutEnding(file), [row]);
  }
  const rowOf = (file: string): number | undefined => {
    const [row, ...others] = rowsOf.get(withoutEnding(file)) ?? [];
    if (others.length === 0) return row;
    throw new RangeError(
      `photoPairs: ${file} has ${others.length + 1} images; expected one, as with --faces main.`,
    );
  };
  const found = inFolds(list).flatMap(({ files: [left, right], isSamePerson, fold }) => {
    const [first, second] = [rowOf(left), rowOf(right)];
    return first === undefined || second === undefined ? [] : [{ first, second, isSamePerson, fold }];
  });
  const rows = [...new Set(found.flatMap(({ first, second }) => [first, second]))].sort((a, b) => a - b);
  const places = new Map(rows.map((row, place) => [row, place]));
  const placeOf = (row: number): number => places.get(row) ?? -1;
  const photos = new Set(list.flatMap((pair) => pair.files));
  return {
    rows,
    pairs: found.map(({ first, second, isSamePerson, fold }) => ({
      ...{ rows: [placeOf(first), placeOf(second)] as const, isSamePerson, fold },
    })),
    missing: [...photos].filter((file) => rowOf(file) === undefined),
  };
}

const withoutEnding = (file: string): string => file.replace(/\.[^./]*$/, '');

function inFolds(list: readonly LfwPair[]): readonly LfwPair[] {
  if (list.some(({ fold }) => fold !== 0)) return list;
  return [true, false].flatMap((isSamePerson) => {
    const ofKind = list.filter((pair) => pair.isSamePerson === isSamePerson);
    return ofKind.map((pair, index) => ({ ...pair, fold: Math.floor((index * NUM_FOLDS) / ofKind.length) }));
  });
}
