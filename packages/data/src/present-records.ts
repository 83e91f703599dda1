import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { mapOrdered } from './map-ordered.js';
import { codeOf, systemMessage } from './message-of.js';
import type { RejectedFile } from './rejected-file.js';

/** Records that a list names, with those whose file is not there or not to be had moved to `rejected`, and the others put in order. */
export async function presentRecords(listing: ImageListing): Promise<ImageListing> {
  const ids = new Map(listing.classes.map((name, id) => [name, id]));
  const records: ImageRecord[] = [];
  const rejected = [...listing.rejected];
  const problems = mapOrdered(listing.records, ({ file }) => problemOf(join(listing.root, file)), {
    concurrency: 16,
  });
  let next = 0;
  for await (const problem of problems) {
    const record = listing.records[next++];
    if (record === undefined) break;
    if (problem === undefined) records.push(record);
    else rejected.push({ file: record.file, ...problem });
  }
  const idOf = ({ className }: ImageRecord): number => ids.get(className) ?? 0;
  records.sort((a, b) => idOf(a) - idOf(b) || byCodeUnits(a.file, b.file));
  return { ...listing, records, rejected };
}

async function problemOf(path: string): Promise<Omit<RejectedFile, 'file'> | undefined> {
  try {
    await stat(path);
    return undefined;
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))
      ? { reason: 'missing', detail: 'it is listed, but not there' }
      : { reason: 'unreadable', detail: systemMessage(error) };
  }
}
