import { isAbsolute, normalize, sep } from 'node:path';
import { DataError } from './errors.js';
import type { ImageListing, ImageRecord } from './image-record.js';

/**
 * Checks records that may not come from a reader of ours.
 * @throws DataError - A file is not inside the data set's folder, a class is unknown, or a number is not finite.
 */
export function checkListing(name: string, { records, classes }: ImageListing): void {
  const known = new Set(classes);
  for (const [index, record] of records.entries()) {
    const problem = known.has(record.className)
      ? problemOf(record)
      : `has the class '${record.className}', which is none of the listing's`;
    if (problem !== undefined) throw new DataError(`${name}: records[${index}]`, problem);
  }
}

function problemOf({ file, mask, box, landmarks }: ImageRecord): string | undefined {
  const outside = [file, mask?.file ?? 'none'].find(leadsOut);
  if (outside !== undefined) return `expected a path inside the data set's folder, got '${outside}'`;
  const numbers = [
    ...(box === undefined ? [] : [box.x, box.y, box.width, box.height]),
    ...(landmarks ?? []).flat(),
  ];
  const wrong = numbers.find((value) => !Number.isFinite(value));
  return wrong === undefined ? undefined : `${file} has a coordinate that is not finite: ${wrong}`;
}

/** By the rules of this system: a reader of folders may find any name that is allowed on it. */
const leadsOut = (path: string): boolean => isAbsolute(path) || normalize(path).split(sep)[0] === '..';
