import {
  detectDataset,
  openPreparedData,
  prepareFolder,
  prepareIdx,
  prepareRecords,
  readDataset,
  type DetectedDataset,
  type PreparedData,
} from '@cvg/data';
import { formatCount } from '../ui/format.js';
import { silentProgress, type Progress, type ProgressTask } from '../ui/progress.js';

export interface PrepareDataOptions {
  /** A folder of photos (one folder a class, or a known data set), of idx files, or a prepared folder. */
  readonly from: string;
  /** Where photos and idx files are written as a prepared folder; one that is there is replaced. */
  readonly to: string;
  /** Side of the images in pixels. */
  readonly size: 32 | 64 | 128;
  /** Photos only: 3 colour, 1 grey. @default 3 */
  readonly channels?: 1 | 3;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Data to train with, and what kind of folder it came from. */
export interface DataForTraining {
  /** To be closed by the receiver. */
  readonly data: PreparedData;
  readonly kind: DetectedDataset['kind'];
}

/** Rejected files that are named one by one; the manifest has all. */
const NAMED_FILES = 10;

/**
 * Makes images of one size out of whatever a folder holds; a prepared folder is taken as it is. Files that were left out are
 * told to `progress`, each with its reason.
 * @throws DataError - There is nothing to learn from, or a prepared folder has images of another size.
 */
export async function prepareData(options: PrepareDataOptions): Promise<DataForTraining> {
  const { from, to, size, channels, progress = silentProgress, signal } = options;
  const found = await detectDataset(from);
  if (found.kind === 'prepared') {
    const data = await openPreparedData(from);
    const [height, width, depth] = data.imageShape;
    if (height !== size || width !== size || (channels ?? depth) !== depth) {
      await data.close();
      throw new RangeError(
        `${from}: a prepared folder of ${height} x ${width} images with ${depth} channels, asked for were ${size} x ${size}${channels === undefined ? '' : ` with ${channels}`}.`,
      );
    }
    return { data, kind: found.kind };
  }
  let task: ProgressTask | undefined;
  const shared = {
    ...{ size, signal, overwrite: true },
    onProgress: ({ done, total, rejected }: { done: number; total: number; rejected: number }): void => {
      task ??= progress.task({ title: 'prepare', total, unit: 'images' });
      task.update(done, rejected > 0 ? `${formatCount(rejected)} left out` : undefined);
    },
  };
  try {
    if (found.kind === 'idx') await prepareIdx(found.files, to, shared);
    else if (found.kind === 'records') {
      await prepareRecords(await readDataset(found.layout, from), to, { ...shared, channels });
    } else await prepareFolder(from, to, { ...shared, channels });
  } finally {
    task?.end();
  }
  const data = await openPreparedData(to);
  tellRejected(data, progress);
  return { data, kind: found.kind };
}

function tellRejected({ manifest, folder }: PreparedData, { note }: Progress): void {
  const { rejected, emptyClasses } = manifest;
  if (rejected.length > 0) {
    note(`${formatCount(rejected.length)} ${rejected.length === 1 ? 'file was' : 'files were'} left out:`);
    for (const { file, reason, detail } of rejected.slice(0, NAMED_FILES)) {
      note(`  ${file}  ${reason}: ${detail}`);
    }
    const more = rejected.length - NAMED_FILES;
    if (more > 0) note(`  and ${formatCount(more)} more, listed in ${folder}/manifest.json`);
  }
  if (emptyClasses.length > 0) note(`Classes without a usable image: ${emptyClasses.join(', ')}`);
}
