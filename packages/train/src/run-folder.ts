import { join } from 'node:path';
import { z } from 'zod';
import { AppendFile } from './append-file.js';
import { CheckpointStore, type CheckpointStoreOptions } from './checkpoint-store.js';
import { exists, naming, replaceFile } from './durable-files.js';
import { ConfigMismatchError, RunExistsError, RunFileError } from './errors.js';
import { encodeRecord, lengthUpTo, readLog, type EventRecord } from './event-log.js';
import { FolderLock } from './folder-lock.js';
import { jsonDifferences } from './json-differences.js';
import type { JsonObject } from './json.js';
import { messageOf, systemMessage } from './message-of.js';
import { readBytes } from './read-bytes.js';
import { EventFileWriter } from './tensorboard/event-file-writer.js';

/** What a run is, besides what it does. */
export interface RunContents {
  /** The whole resolved configuration. */
  readonly config: JsonObject;
  /** Class names by id; none for data without classes. */
  readonly classes: readonly string[];
}

export interface RunFolderOptions extends CheckpointStoreOptions {
  /** Milliseconds since 1970, for the wall time of TensorBoard events. @default Date.now */
  readonly clock?: () => number;
}

interface Logs {
  readonly events: AppendFile;
  readonly tensorboard: EventFileWriter;
}

const CONFIG_FILE = 'config.json';
const CLASSES_FILE = 'classes.json';
const MAX_JSON_BYTES = 2 ** 24;

const configSchema = z.record(z.string(), z.json());
const classesSchema = z.array(z.string());

/**
 * The folder of a run: `config.json`, `classes.json`, `checkpoints/`, and what was logged, as lines of `events.jsonl` and as an
 * events file of TensorBoard. One process at a time writes, which a lock sees to; any number may read.
 */
export class RunFolder {
  /** The checkpoints of the run. */
  readonly checkpoints: CheckpointStore;
  readonly #clock: () => number;
  #lock: FolderLock | undefined;
  #logs: Logs | undefined;
  #lastStep = 0;

  private constructor(
    readonly folder: string,
    /** As it was given to `create`. */
    readonly config: JsonObject,
    /** Class names by id. */
    readonly classes: readonly string[],
    { keepLast, clock = Date.now }: RunFolderOptions,
  ) {
    this.checkpoints = new CheckpointStore(join(folder, 'checkpoints'), { keepLast });
    this.#clock = clock;
  }

  /**
   * Makes the folder of a new run, which can be logged to at once: until it is closed, no other can be.
   * @throws RunExistsError - The folder holds a run.
   * @throws FolderLockedError - Another one is making it.
   * @throws RunFileError - A file cannot be written.
   */
  static async create(
    folder: string,
    { config, classes }: RunContents,
    options: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const configFile = join(folder, CONFIG_FILE);
    if (await exists(configFile)) throw new RunExistsError(folder);
    const run = new RunFolder(folder, copyJson(config), [...classes], options);
    await run.lock();
    try {
      if (await exists(configFile)) throw new RunExistsError(folder); // another process made it meanwhile
      await replaceFile(join(folder, CLASSES_FILE), encodeJson(run.classes));
      await replaceFile(configFile, encodeJson(run.config)); // the last: with it the run exists
      await run.continueFrom(0);
      return run;
    } catch (error) {
      await run.close();
      throw error;
    }
  }

  /**
   * Opens the folder of a run for reading; `continueFrom` makes it one to log to.
   * @param expected - The configuration the run must have; left out: any.
   * @throws ConfigMismatchError - The run has another configuration; the message names every field that differs.
   * @throws RunFileError - `config.json` or `classes.json` is missing or damaged.
   */
  static async open(
    folder: string,
    expected?: Pick<RunContents, 'config'>,
    options: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const config = await readJson(join(folder, CONFIG_FILE), configSchema);
    if (expected !== undefined) {
      const differences = jsonDifferences(config, expected.config);
      if (differences.length > 0) throw new ConfigMismatchError(folder, differences);
    }
    const classes = await readJson(join(folder, CLASSES_FILE), classesSchema);
    return new RunFolder(folder, config, classes, options);
  }

  /**
   * Makes this the one that writes to the folder, until it is closed. Called again it does nothing.
   * @throws FolderLockedError - Another process that runs, or another RunFolder of this one, writes to it.
   */
  async lock(): Promise<void> {
    this.#lock ??= await FolderLock.take(this.folder);
  }

  /**
   * Goes on after a step, with the lock: what was logged after it, and a last line that its killed writer left unfinished, are dropped.
   * TensorBoard gets a new events file that tells it to forget the same steps.
   * @throws RangeError - `step` is not an integer >= 0.
   * @throws FolderLockedError - See {@link lock}.
   * @throws RunFileError - The log is damaged, or cannot be written.
   */
  async continueFrom(step: number): Promise<void> {
    assertStep('continueFrom: step', step);
    if (this.#logs !== undefined && step === this.#lastStep) return; // it stands there, as a new run does at 0
    await this.lock();
    await this.#closeLogs();
    const file = join(this.folder, 'events.jsonl');
    const events = await AppendFile.open(file, await lengthUpTo(file, step));
    try {
      const tensorboard = await EventFileWriter.open(this.folder, step + 1, this.#clock);
      this.#logs = { events, tensorboard };
    } catch (error) {
      await events.close();
      throw error;
    }
    this.#lastStep = step;
  }

  /**
   * Logs numbers of a step. When it is done, they outlive this process.
   * @throws RangeError - A number is not finite, or the step lies before one that was logged.
   * @throws RunFileError - A log cannot be written.
   */
  async log(record: EventRecord): Promise<void> {
    const logs = this.#logs;
    if (logs === undefined) {
      throw new Error(
        'RunFolder.log: expected a run from create, or one after continueFrom, that is not closed.',
      );
    }
    const { step, ...series } = record;
    assertStep('log: step', step);
    if (step < this.#lastStep) {
      throw new RangeError(
        `RunFolder.log: step: expected at least ${this.#lastStep}, logged before, got ${step}.`,
      );
    }
    const values = new Map<string, number>();
    for (const [name, value] of Object.entries(series)) {
      if (value === undefined) continue;
      if (!Number.isFinite(value)) {
        throw new RangeError(`RunFolder.log: ${name}: expected a finite number, got ${value}.`);
      }
      values.set(name, value);
    }
    this.#lastStep = step;
    await Promise.all([
      logs.events.append(encodeRecord(record)),
      logs.tensorboard.writeScalars(step, values),
    ]);
  }

  /**
   * All records of `events.jsonl`, in order.
   * @throws RunFileError - The log is damaged.
   */
  async readEvents(): Promise<readonly Readonly<Record<string, number>>[]> {
    const records: Readonly<Record<string, number>>[] = [];
    for await (const { record } of readLog(join(this.folder, 'events.jsonl'))) records.push(record);
    return records;
  }

  /** Ends logging, and gives the lock back. Reading goes on working. */
  async close(): Promise<void> {
    await this.#closeLogs();
    const lock = this.#lock;
    this.#lock = undefined;
    await lock?.release();
  }

  async #closeLogs(): Promise<void> {
    const logs = this.#logs;
    this.#logs = undefined;
    await logs?.events.close();
    await logs?.tensorboard.close();
  }
}

function assertStep(argument: string, step: number): void {
  if (!(Number.isSafeInteger(step) && step >= 0)) {
    throw new RangeError(`RunFolder.${argument}: expected an integer >= 0, got ${step}.`);
  }
}

const encodeJson = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);

/** As it comes back from a file: without undefined fields. */
const copyJson = (value: JsonObject): JsonObject => configSchema.parse(JSON.parse(JSON.stringify(value)));

async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value> {
  const bytes = await naming(file, 'cannot be read', () => readBytes(file, MAX_JSON_BYTES));
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new RunFileError(file, `not JSON (${messageOf(error)})`, { cause: error });
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    throw new RunFileError(file, `not what a run holds (${systemMessage(result.error.issues[0])})`);
  }
  return result.data;
}
