import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanUp, findCheckpoints, folderName, removeCheckpoint, takeName } from './checkpoint-folders.js';
import { encodeManifest, isFileName, MANIFEST_FILE } from './checkpoint-manifest.js';
import { makeFolder, naming, syncFolder, writeDurably } from './durable-files.js';
import { CheckpointDamagedError } from './errors.js';
import { readCheckpoint, readManifest } from './read-checkpoint.js';

/** The state of a training after a step, as files. */
export interface Checkpoint {
  /** Steps taken. */
  readonly step: number;
  /** Bytes by file name: letters, digits, `.`, `-` and `_`, such as `generator.safetensors`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** How good it is; higher is better. */
  readonly score?: number;
}

/** A checkpoint on the disk. */
export interface CheckpointInfo {
  readonly step: number;
  /** Path of its folder. */
  readonly folder: string;
  readonly score: number | undefined;
}

/** A checkpoint that cannot be used. */
export interface DamagedCheckpoint {
  readonly step: number;
  readonly folder: string;
  /** The file, and what is wrong with it. */
  readonly reason: string;
}

export interface CheckpointStoreOptions {
  /** How many of the last checkpoints are kept, beside the best. @default 3 */
  readonly keepLast?: number;
}

/**
 * Checkpoints in a folder, each in one of its own: `step-000500/` with its files and `checkpoint.json`, which holds the size and
 * SHA-256 of each. A checkpoint has its name only when the disk has all of it, so a process that is killed, or a full disk,
 * leaves the former ones as they were. One process at a time writes; any number may read.
 */
export class CheckpointStore {
  readonly #keepLast: number;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    /** Made by the first `write`. */
    readonly folder: string,
    { keepLast = 3 }: CheckpointStoreOptions = {},
  ) {
    if (!(Number.isSafeInteger(keepLast) && keepLast >= 1)) {
      throw new RangeError(`CheckpointStore: keepLast: expected an integer >= 1, got ${keepLast}.`);
    }
    this.#keepLast = keepLast;
  }

  /**
   * Writes a checkpoint, in place of one of the same step if there is one. Afterwards the last `keepLast` and the best remain.
   * Checkpoints of later steps are removed: they belong to a continuation that was given up for this one.
   * @throws RangeError - The step, the score or a file name is not allowed.
   * @throws RunFileError - A file cannot be written, as when the disk is full. The checkpoints before are untouched.
   */
  async write(checkpoint: Checkpoint): Promise<CheckpointInfo> {
    assertWritable(checkpoint);
    const result = this.#writing.then(() => this.#write(checkpoint));
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /** The checkpoints whose files are all there in their sizes, in ascending steps. Their content is not read. */
  async list(): Promise<readonly CheckpointInfo[]> {
    const found: CheckpointInfo[] = [];
    for (const [step, folder] of await findCheckpoints(this.folder)) {
      try {
        const { score } = await readManifest(folder, step);
        found.push({ step, folder, score });
      } catch (error) {
        if (!CheckpointDamagedError.isInstance(error)) throw error;
      }
    }
    return found;
  }

  /**
   * Reads a checkpoint and compares every file with its size and SHA-256.
   * @throws RangeError - There is no checkpoint of this step.
   * @throws CheckpointDamagedError - Names the file that is not what was written.
   * @throws RunFileError - A file may not be read.
   */
  async read(step: number): Promise<Checkpoint> {
    const folders = await findCheckpoints(this.folder);
    const folder = folders.get(step);
    if (folder === undefined) {
      const steps = [...folders.keys()].join(', ') || 'none';
      throw new RangeError(
        `CheckpointStore.read: step: expected a checkpoint of ${this.folder} (${steps}), got ${step}.`,
      );
    }
    return readCheckpoint(folder, step);
  }

  /** The newest checkpoint that is sound, undefined if there is none; and the damaged ones that are newer. */
  async readLatest(): Promise<{
    readonly checkpoint: Checkpoint | undefined;
    readonly damaged: readonly DamagedCheckpoint[];
  }> {
    const damaged: DamagedCheckpoint[] = [];
    for (const [step, folder] of [...(await findCheckpoints(this.folder))].reverse()) {
      try {
        return { checkpoint: await readCheckpoint(folder, step), damaged };
      } catch (error) {
        if (!CheckpointDamagedError.isInstance(error)) throw error;
        damaged.push({ step, folder, reason: `${error.file}: ${error.reason}` });
      }
    }
    return { checkpoint: undefined, damaged };
  }

  /** The checkpoint with the highest score, of equal ones the newest; undefined if none has a score. */
  async best(): Promise<CheckpointInfo | undefined> {
    return bestOf(await this.list());
  }

  async #write({ step, files, score }: Checkpoint): Promise<CheckpointInfo> {
    const folder = join(this.folder, folderName(step));
    await naming(this.folder, 'cannot be written', () => makeFolder(this.folder));
    await cleanUp(this.folder);
    const beside = join(this.folder, `.${folderName(step)}.tmp-${process.pid}`);
    try {
      await naming(folder, 'cannot be written', () => mkdir(beside));
      for (const [name, bytes] of [...files, [MANIFEST_FILE, encodeManifest(step, score, files)] as const]) {
        await naming(join(folder, name), 'cannot be written', () => writeDurably(join(beside, name), bytes));
      }
      await naming(folder, 'cannot be written', async () => {
        await syncFolder(beside);
        await takeName(this.folder, beside, step);
      });
    } catch (error) {
      await rm(beside, { recursive: true, force: true }).catch(() => undefined); // the first error is the one to tell
      throw error;
    }
    await this.#prune(step);
    return { step, folder, score };
  }

  async #prune(written: number): Promise<void> {
    const kept = (await this.list()).filter(({ step }) => step <= written);
    const oldest = kept.at(-this.#keepLast)?.step ?? 0;
    const best = bestOf(kept)?.step;
    for (const [step, folder] of await findCheckpoints(this.folder)) {
      if (step > written || (step < oldest && step !== best)) {
        await removeCheckpoint(this.folder, folder, step);
      }
    }
  }
}

function assertWritable({ step, files, score }: Checkpoint): void {
  if (!(Number.isSafeInteger(step) && step >= 0)) {
    throw new RangeError(`CheckpointStore.write: step: expected an integer >= 0, got ${step}.`);
  }
  if (score !== undefined && !Number.isFinite(score)) {
    throw new RangeError(`CheckpointStore.write: score: expected a finite number, got ${score}.`);
  }
  for (const name of files.keys()) {
    if (!isFileName(name)) {
      throw new RangeError(
        `CheckpointStore.write: files: expected names of letters, digits, '.', '-' and '_', got ${JSON.stringify(name)}.`,
      );
    }
  }
}

function bestOf(checkpoints: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  const scored = checkpoints.filter(({ score }) => score !== undefined);
  const highest = Math.max(...scored.map(({ score }) => score ?? -Infinity));
  return scored.findLast(({ score }) => score === highest);
}
