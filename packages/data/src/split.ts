import { byCodeUnits } from './by-code-units.js';
import { keyedUniform } from './random.js';

/** The rows of each class, ascending. */
export function rowsByClass(labels: Int32Array, numClasses: number): readonly Int32Array[] {
  const rows = Array.from({ length: numClasses }, (): number[] => []);
  for (const [row, label] of labels.entries()) rows[label]?.push(row);
  return rows.map((list) => Int32Array.from(list));
}

/**
 * Draws `count` of some items: those whose keys have the smallest of random numbers. What a key draws depends on nothing else, so
 * the order of the items does not matter, and one more or less changes the choice by one item at most.
 * @param keyOf - The seed, what is drawn for, and the item; NFC, so that a file has one key on every system.
 */
export function drawn<Item>(
  items: readonly Item[],
  count: number,
  keyOf: (item: Item) => string,
): readonly Item[] {
  const ranked = items.map((item) => {
    const key = keyOf(item).normalize('NFC');
    return { item, key, rank: keyedUniform(key)() };
  });
  ranked.sort((a, b) => a.rank - b.rank || byCodeUnits(a.key, b.key));
  return ranked.slice(0, count).map(({ item }) => item);
}

/**
 * Chooses the rows to keep for judging: of a class of n images `countOf(n)`, but never all of them, so a class with one image is
 * learned from. The images of one file, such as the faces of a photo, stay together: then it may be fewer, or, where no file has as few
 * images, those of one file.
 * @param files - The file of each row: what is drawn depends on it and the seed, not on the row.
 * @returns Rows, ascending.
 */
export function heldOutOfEveryClass(
  rowsOfClasses: readonly Int32Array[],
  files: readonly string[],
  { countOf, seed }: { readonly countOf: (n: number) => number; readonly seed: number },
): number[] {
  const drawnRows = rowsOfClasses.flatMap((rows) => {
    const most = Math.min(countOf(rows.length), rows.length - 1);
    if (most <= 0) return [];
    const photos = rowsByFile(rows, files);
    const order = drawn([...photos.keys()], photos.size, (file) => `${seed}/held-out/${file}`);
    const heldOut: number[] = [];
    for (const file of order) {
      const together = photos.get(file) ?? [];
      if (heldOut.length + together.length <= most) heldOut.push(...together);
    }
    return heldOut.length === 0 && photos.size > 1 ? (photos.get(order[0] ?? '') ?? []) : heldOut;
  });
  return drawnRows.sort((a, b) => a - b);
}

function rowsByFile(rows: Int32Array, files: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const file = files[row] ?? '';
    const together = found.get(file);
    if (together) together.push(row);
    else found.set(file, [row]);
  }
  return found;
}
