import type { FaceLandmarks } from './canonical-face.js';
import { DataError } from './errors.js';
import type { ImageListing } from './image-record.js';

/**
 * A listing with landmarks of your own on its records; detection is not asked for these. A file that the listing has in the other
 * spelling of Unicode is found. Records without landmarks stay as they are; landmarks of a file that is not there are listed as `missing`.
 * @param listing - Of `readDataset`.
 * @param landmarks - By file, relative to the data set's folder, with `/`: from `readLandmarks`.
 * @returns A new listing; the given one stays as it is.
 * @throws DataError - Not one file is among the records, or several records are of one of the files.
 */
export function withLandmarks(
  listing: ImageListing,
  landmarks: ReadonlyMap<string, FaceLandmarks>,
): ImageListing {
  const { root, records, rejected } = listing;
  const byComposedName = new Map([...landmarks].map(([file, face]) => [file.normalize('NFC'), face]));
  const found = new Set<string>();
  const marked = records.map((record) => {
    const name = record.file.normalize('NFC');
    const face = landmarks.get(record.file) ?? byComposedName.get(name);
    if (face === undefined) return record;
    if (found.has(record.file)) {
      throw new DataError(
        'withLandmarks: landmarks',
        `expected one record a file, '${record.file}' has several`,
      );
    }
    found.add(record.file).add(name);
    return { ...record, landmarks: face };
  });
  if (found.size === 0) {
    const [example = 'none'] = landmarks.keys();
    throw new DataError(
      'withLandmarks: landmarks',
      `none of ${landmarks.size} files (${example}, ...) is among the ${records.length} of ${root} (${records[0]?.file ?? 'none'}, ...)`,
    );
  }
  const isListed = new Set([...found, ...rejected.map(({ file }) => file)]);
  const missing = [...landmarks.keys()].filter(
    (file) => !isListed.has(file) && !isListed.has(file.normalize('NFC')),
  );
  const detail = 'it has landmarks, but is not there';
  return {
    ...listing,
    records: marked,
    rejected: [...rejected, ...missing.map((file) => ({ file, reason: 'missing' as const, detail }))],
  };
}
