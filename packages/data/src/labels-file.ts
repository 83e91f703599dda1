import { NpyWriter } from './npy-writer.js';

/** Writes class ids as an .npy file that is not there yet. @returns Its SHA-256. */
export async function writeLabels(file: string, labels: Int32Array): Promise<string> {
  const writer = await NpyWriter.create(file, '<i4', []);
  try {
    await writer.append(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
    return (await writer.finish()).sha256;
  } finally {
    await writer.close();
  }
}
