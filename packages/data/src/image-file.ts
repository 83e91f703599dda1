import { readFile, stat } from 'node:fs/promises';
import { ImageRejectedError } from './errors.js';
import { systemMessage } from './message-of.js';

/** No photograph is larger; a file that is has been mistaken for one. */
const MAX_FILE_BYTES = 2 ** 28;

/**
 * The bytes of a file that is said to be an image.
 * @param path - Where it is.
 * @param file - How errors name it.
 * @throws ImageRejectedError - It is no regular file, too large, or the file system refuses it.
 */
export async function readImageFile(path: string, file: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path); // before it is opened: opening a pipe waits for a writer
    if (!stats.isFile()) throw new ImageRejectedError(file, 'unreadable', 'it is no regular file');
    if (stats.size > MAX_FILE_BYTES) {
      const detail = `${stats.size} bytes, the limit is ${MAX_FILE_BYTES}`;
      throw new ImageRejectedError(file, 'too-large', detail);
    }
    return await readFile(path);
  } catch (error) {
    if (ImageRejectedError.isInstance(error)) throw error;
    throw new ImageRejectedError(file, 'unreadable', systemMessage(error), { cause: error });
  }
}
