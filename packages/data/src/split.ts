import { keyedUniform, shuffled } from './random.js';

/** The rows of each class, ascending. */
export function rowsByClass(labels: Int32Array, numClasses: number): readonly Int32Array[] {
  const rows = Array.from({ length: numClasses }, (): number[] => []);
  for (const [row, label] of labels.entries()) rows[label]?.push(row);
  return rows.map((list) => Int32Array.from(list));
}

/**
 * Chooses the rows to keep for judging: of a class of n images round(n * fraction), but at least one and never all of them. A
 * class with one image is learned from. Depends on `seed`, the class id and n only.
 * @returns Rows, ascending.
 */
export function stratifiedHeldOut(
  labels: Int32Array,
  numClasses: number,
  { fraction, seed }: { readonly fraction: number; readonly seed: number },
): Int32Array {
  if (fraction === 0) return new Int32Array();
  const chosen = rowsByClass(labels, numClasses).flatMap((rows, id) => {
    const count = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * fraction)));
    return count < 1 ? [] : [...shuffled(rows, keyedUniform(`${seed}/held-out/${id}`)).subarray(0, count)];
  });
  return Int32Array.from(chosen).sort();
}
