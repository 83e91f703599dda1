import { readdir } from 'node:fs/promises';
import { byCodeUnits } from './by-code-units.js';
import { DataError } from './errors.js';
import { systemMessage } from './message-of.js';

/**
 * The names in a folder, in order.
 * @throws DataError - It is none, or cannot be read.
 */
export async function folderNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort(byCodeUnits);
  } catch (error) {
    throw new DataError(folder, `cannot be read as a folder (${systemMessage(error)})`, { cause: error });
  }
}
