import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageListing, ImageRecord } from './image-record.js';
import { mapOrdered } from './map-ordered.js';

const workSchema = z.object({
  format: z.literal('cvg-prepare-journal'),
  version: z.literal(1),
  /** How images are made. */
  options: z.record(z.string(), z.unknown()),
  /** SHA-256 of all records, with the size and the time of the last change of each file. */
  files: z.string(),
});

/** Everything that decides the pixels of a prepared folder: another process may go on with the same work only. */
export type Work = z.infer<typeof workSchema>;

/** Describes the work of making images from the records of a listing. */
export async function describeWork(listing: ImageListing, options: object): Promise<Work> {
  const hash = createHash('sha256');
  const stateOf = async ({ file, mask }: ImageRecord): Promise<readonly unknown[]> => [
    await fileState(join(listing.root, file)),
    mask && (await fileState(join(listing.root, mask.file))),
  ];
  const { records } = listing;
  let index = 0;
  for await (const state of mapOrdered(records, stateOf, { concurrency: 16 })) {
    hash.update(`${JSON.stringify([records[index++], state])}\n`);
  }
  const plain = JSON.parse(JSON.stringify(options)) as Record<string, unknown>;
  return { format: 'cvg-prepare-journal', version: 1, options: plain, files: hash.digest('hex') };
}

const fileState = (path: string): Promise<readonly number[] | null> =>
  stat(path).then(
    ({ size, mtimeMs }) => [size, mtimeMs],
    () => null,
  );

/** The work that a line describes, if it does. */
export function parseWork(line: string): Work | undefined {
  try {
    return workSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** In what two works differ, in words; undefined if they are the same. */
export function workDifference(was: Work, now: Work): string | undefined {
  const keys = [...new Set([...Object.keys(was.options), ...Object.keys(now.options)])];
  const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
  const changed = keys.filter((key) => text(was.options[key]) !== text(now.options[key]));
  if (changed.length > 0) {
    return changed
      .map((key) => `${key} was ${text(was.options[key])}, now ${text(now.options[key])}`)
      .join('; ');
  }
  return was.files === now.files ? undefined : 'other files are taken, or some were changed';
}
