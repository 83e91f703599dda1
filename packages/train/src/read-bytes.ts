import { open, type FileHandle } from 'node:fs/promises';

/** Most bytes of one read; Node refuses 2 GiB. */
const BLOCK = 2 ** 30;

/** Reads a file of at most `maxBytes`; the size is looked at before any memory is taken. */
export async function readBytes(file: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new Error(`${size} bytes, expected at most ${maxBytes}`);
    return await readAll(handle, size);
  } finally {
    await handle.close();
  }
}

async function readAll(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(size - done, BLOCK), done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}
