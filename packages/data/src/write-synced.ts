import { open } from 'node:fs/promises';

/**
 * Writes a text and waits until the disk has it.
 * @param flag - `'wx'` for a file that must not be there yet, `'w'` for one that may be replaced.
 */
export async function writeSynced(file: string, text: string, flag: 'w' | 'wx'): Promise<void> {
  const handle = await open(file, flag);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
