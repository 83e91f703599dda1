import { readFile, stat } from 'node:fs/promises';
import { DataError } from './errors.js';
import { systemMessage } from './message-of.js';

/**
 * The bytes of a file that is read whole.
 * @throws DataError - It cannot be read, is larger than `maxBytes`, or is no regular file: a pipe or a device may never end.
 */
export async function readBoundedFile(file: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const stats = await stat(file); // before it is opened: opening a pipe waits for a writer
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > maxBytes) throw new Error(`${stats.size} bytes, the limit is ${maxBytes}`);
    return await readFile(file);
  } catch (error) {
    throw new DataError(file, `cannot be read (${systemMessage(error)})`, { cause: error });
  }
}
