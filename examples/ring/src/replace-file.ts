import { rename, writeFile } from 'node:fs/promises';

/** Writes a file in one step: whoever reads it finds the old text or the new one, never a part. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.part`;
  await writeFile(beside, text);
  await rename(beside, file);
}
