import { DataError } from './errors.js';
import { readMat } from './mat.js';
import { readBoundedFile } from './read-bounded-file.js';

/** Label files have some tens of kilobytes. */
const MAX_MAT_BYTES = 2 ** 24;

/**
 * Numeric arrays of a MATLAB 5 file, column by column.
 * @param names - The arrays that must be there; others are passed over.
 * @throws DataError - The file is missing, damaged or of another version, or lacks an array.
 */
export async function readMatVectors<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const bytes = await readBoundedFile(file, MAX_MAT_BYTES);
  const arrays = readMat(bytes, file);
  const vectors: Partial<Record<Name, readonly number[]>> = {};
  for (const name of names) vectors[name] = valuesOf(arrays, name, file);
  return vectors as Readonly<Record<Name, readonly number[]>>;
}

function valuesOf(arrays: ReturnType<typeof readMat>, name: string, file: string): readonly number[] {
  const found = arrays.get(name);
  if (found !== undefined) return found.values;
  const names = [...arrays.keys()].map((key) => `'${key}'`).join(', ');
  throw new DataError(file, `expected a numeric array '${name}', found ${names || 'none'}`);
}
