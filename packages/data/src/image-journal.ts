import { access, open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { IMAGES_FILE } from './manifest.js';
import { codeOf } from './message-of.js';
import { NpyWriter } from './npy-writer.js';
import { imagesOf, outcomeSchema, type Outcome } from './outcome.js';
import type { ImageShape } from './types.js';
import { parseWork, workDifference, type Work } from './work-description.js';
import type { Workspace } from './write-folder.js';

const JOURNAL_FILE = 'journal.jsonl';

/** A line of the journal: some records, in their order, and the images they became. */
const entrySchema = z.object({
  outcomes: z.array(outcomeSchema),
  /** Of their images, which are in `images.npy` before the line is written. */
  bytes: z.int().nonnegative(),
  /** CRC-32 of these bytes. */
  crc: z.int().nonnegative(),
});

/** What waits in memory goes to the disk when it is this much, or this old in milliseconds. */
const BATCH_BYTES = 2 ** 20;
const BATCH_TIME = 1000;

/**
 * `images.npy` as it grows, with a journal beside it of what became of each record, so that another process can go on after this one was
 * killed at any moment. The journal's first line says what work it is; each further one covers images that are in the file before
 * it is written, with their checksum, so a line that was torn, or images that a power failure took, count as not done.
 */
export class ImageJournal {
  readonly #images: NpyWriter;
  readonly #journal: FileHandle;
  #position: number;
  #batch: Outcome[] = [];
  #bytes = 0;
  #crc = 0;
  #flushed = performance.now();

  private constructor(
    images: NpyWriter,
    journal: FileHandle,
    position: number,
    /** What became of the first records, as earlier processes wrote it down. */
    readonly outcomes: readonly Outcome[],
  ) {
    this.#images = images;
    this.#journal = journal;
    this.#position = position;
  }

  /** Begins the journal of some work in an empty workspace. */
  static async create({ path, folder }: Workspace, shape: ImageShape, work: Work): Promise<ImageJournal> {
    const images = await NpyWriter.create(join(folder, IMAGES_FILE), '|u1', shape);
    const journal = await open(join(path, JOURNAL_FILE), 'wx').catch(closing(images));
    const created = new ImageJournal(images, journal, 0, []);
    await created.#writeLine(work).catch(closing(created));
    return created;
  }

  /** Goes on with a journal for which {@link journalDifference} found no difference. */
  static async reopen({ path, folder }: Workspace, shape: ImageShape): Promise<ImageJournal> {
    const file = join(path, JOURNAL_FILE);
    const [header = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
    const images = await NpyWriter.reopen(join(folder, IMAGES_FILE), '|u1', shape);
    const journal = await open(file, 'r+').catch(closing(images));
    let position = Buffer.byteLength(header) + 1;
    const outcomes: Outcome[] = [];
    const imageBytes = shape.reduce((product, size) => product * size);
    for (const line of lines.slice(0, -1)) {
      const entry = parseEntry(line);
      const numImages = entry?.outcomes.reduce((sum, outcome) => sum + imagesOf(outcome), 0);
      if (entry === undefined || entry.bytes !== (numImages ?? 0) * imageBytes) break;
      if (!(await images.keep(entry.bytes, entry.crc))) break;
      outcomes.push(...entry.outcomes);
      position += Buffer.byteLength(line) + 1;
    }
    await journal.truncate(position);
    return new ImageJournal(images, journal, position, outcomes);
  }

  /** Adds what became of the next record. */
  async add(outcome: Outcome, images: readonly Uint8Array[]): Promise<void> {
    for (const pixels of images) await this.#images.append(pixels);
    // Only now: after an error a record counts as not done.
    for (const pixels of images) {
      this.#crc = crc32(pixels, this.#crc);
      this.#bytes += pixels.length;
    }
    this.#batch.push(outcome);
    if (this.#bytes >= BATCH_BYTES || performance.now() - this.#flushed >= BATCH_TIME) await this.flush();
  }

  /** Puts what waits in memory on the disk, where the next process finds it. */
  async flush(): Promise<void> {
    await this.#images.flush();
    if (this.#batch.length > 0) {
      await this.#writeLine({ outcomes: this.#batch, bytes: this.#bytes, crc: this.#crc });
    }
    [this.#batch, this.#bytes, this.#crc] = [[], 0, 0];
    this.#flushed = performance.now();
  }

  /** Completes `images.npy`; the journal stays until the folder has its name. */
  async finish(): Promise<{ readonly rows: number; readonly sha256: string }> {
    await this.flush();
    return this.#images.finish();
  }

  async close(): Promise<void> {
    await this.#journal.close();
    await this.#images.close();
  }

  async #writeLine(value: object): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let offset = 0; offset < line.length;) {
      const { bytesWritten } = await this.#journal.write(
        line,
        offset,
        line.length - offset,
        this.#position + offset,
      );
      offset += bytesWritten;
    }
    this.#position += line.length;
  }
}

/**
 * In what the work of a workspace differs from `work`, in words.
 * @returns Undefined if it is the same: it can be gone on with.
 */
export async function journalDifference(
  { path, folder }: Workspace,
  work: Work,
): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(join(path, JOURNAL_FILE), 'utf8');
    await access(join(folder, IMAGES_FILE));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return NOTHING_DONE;
    throw error;
  }
  const end = text.indexOf('\n');
  const was = end < 0 ? undefined : parseWork(text.slice(0, end));
  return was === undefined ? NOTHING_DONE : workDifference(was, work);
}

const NOTHING_DONE = 'it had hardly begun';

function parseEntry(line: string): z.infer<typeof entrySchema> | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Closes a file and passes an error on. */
const closing =
  (file: { close(): Promise<void> }) =>
  async (error: unknown): Promise<never> => {
    await file.close();
    throw error;
  };
