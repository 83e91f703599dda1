import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { mapOrdered } from './map-ordered.js';

/** Records that a list names, with those whose file is not there moved to `rejected`, and the others put in order. */
export async function presentRecords(listing: ImageListing): Promise<ImageListing> {
  const ids = new Map(listing.classes.map((name, id) => [name, id]));
  const isThere = async (record: ImageRecord): Promise<boolean> =>
    stat(join(listing.root, record.file)).then(
      () => true,
      () => false,
    );
  const records: ImageRecord[] = [];
  const rejected = [...listing.rejected];
  let next = 0;
  for await (const there of mapOrdered(listing.records, isThere, { concurrency: 16 })) {
    const record = listing.records[next++];
    if (record === undefined) break;
    if (there) records.push(record);
    else rejected.push({ file: record.file, reason: 'missing', detail: 'it is listed, but not there' });
  }
  const idOf = ({ className }: ImageRecord): number => ids.get(className) ?? 0;
  records.sort((a, b) => idOf(a) - idOf(b) || byCodeUnits(a.file, b.file));
  return { ...listing, records, rejected };
}
