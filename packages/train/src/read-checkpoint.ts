import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeManifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  sha256,
  type Manifest,
} from './checkpoint-manifest.js';
import { CheckpointDamagedError, RunFileError } from './errors.js';
import { codeOf, systemMessage } from './message-of.js';
import { readBytes } from './read-bytes.js';

/**
 * Reads `checkpoint.json`, and finds every file it names there in its size. The content of the files is not read.
 * @throws CheckpointDamagedError - Names the file that is not what was written.
 * @throws RunFileError - A file may not be looked at.
 */
export async function readManifest(folder: string, step: number): Promise<Manifest> {
  const manifest = await checking(step, folder, MANIFEST_FILE, async (file) =>
    decodeManifest(await readBytes(file, MAX_MANIFEST_BYTES), step),
  );
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    await checking(step, folder, name, async (file) => {
      const stats = await stat(file);
      if (!stats.isFile()) throw new Error('expected a file');
      if (stats.size !== bytes) throw new Error(`expected ${bytes} bytes, got ${stats.size}`);
    });
  }
  return manifest;
}

/**
 * Reads all files of a checkpoint, and compares each with its size and SHA-256.
 * @throws CheckpointDamagedError - Names the file that is not what was written.
 * @throws RunFileError - A file may not be read.
 */
export async function readCheckpoint(
  folder: string,
  step: number,
): Promise<{
  readonly step: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly score: number | undefined;
}> {
  const { score, files } = await readManifest(folder, step);
  const read = new Map<string, Uint8Array>();
  for (const [name, expected] of Object.entries(files)) {
    const bytes = await checking(step, folder, name, async (file) => {
      const content = await readBytes(file, expected.bytes);
      const actual = sha256(content);
      if (actual !== expected.sha256) throw new Error(`expected SHA-256 ${expected.sha256}, got ${actual}`);
      return content;
    });
    read.set(name, bytes);
  }
  return { step, files: read, score };
}

/** Codes of errors that say nothing about the file itself. */
const UNRELATED = new Set<unknown>(['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Runs a check of one file; what it throws is damage, unless the file could not be looked at. */
async function checking<Result>(
  step: number,
  folder: string,
  name: string,
  check: (file: string) => Promise<Result>,
): Promise<Result> {
  const file = join(folder, name);
  try {
    return await check(file);
  } catch (error) {
    const reason = systemMessage(error);
    if (UNRELATED.has(codeOf(error))) {
      throw new RunFileError(file, `cannot be read (${reason})`, { cause: error });
    }
    throw new CheckpointDamagedError(step, folder, name, reason, { cause: error });
  }
}
