import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import { DataError } from './errors.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { systemMessage } from './message-of.js';
import type { RejectedFile } from './rejected-file.js';

/**
 * The images of a folder that has one folder a class. Folders inside a class belong to it; links are followed, also out of the
 * folder, but not to one that holds it; names that begin with a dot are passed over. A class is named by its folder, in Unicode's composed form (NFC): macOS and Linux give the same.
 * Every file counts as an image until it is decoded: its content decides, not its name.
 * @throws DataError - It is no folder, or has no folders inside.
 */
export async function listClassFolders(root: string): Promise<ImageListing> {
  const rejected: RejectedFile[] = [];
  const byClass = new Map<string, ImageRecord[]>();
  const top = await visibleEntries(root).catch((error: unknown) => {
    throw new DataError(root, `cannot be read as a folder (${systemMessage(error)})`, { cause: error });
  });
  const rootPath = await realpath(root);
  let outside = 0;
  for (const { name, path, isFolder, problem } of top) {
    if (problem !== undefined) {
      rejected.push({ file: name, reason: 'unreadable', detail: problem });
    } else if (isFolder) {
      const className = name.normalize('NFC');
      const records = byClass.get(className) ?? [];
      byClass.set(className, records);
      await collect(
        { path, file: name, className },
        { records, rejected, rootPath, visited: new Set([rootPath]) },
      );
    } else {
      outside++;
      rejected.push({ file: name, reason: 'no-class', detail: 'it lies outside the class folders' });
    }
  }
  if (byClass.size === 0) {
    throw new DataError(root, `expected one folder a class inside, found none (${outside} files)`);
  }
  const classes = [...byClass.keys()].sort(byCodeUnits);
  const records = classes.flatMap((name) =>
    (byClass.get(name) ?? []).sort((a, b) => byCodeUnits(a.file, b.file)),
  );
  return { root, layout: 'class-folders', records, classes, rejected };
}

interface Collection {
  readonly records: ImageRecord[];
  readonly rejected: RejectedFile[];
  readonly rootPath: string;
  /** The real paths of the folders already searched, so that links cannot lead in circles. */
  readonly visited: Set<string>;
}

interface ClassFolder extends ImageRecord {
  readonly path: string;
}

async function collect(folder: ClassFolder, collection: Collection): Promise<void> {
  const { records, rejected, rootPath, visited } = collection;
  try {
    const place = await realpath(folder.path);
    const loop = visited.has(place)
      ? 'it leads to a folder already searched'
      : contains(place, rootPath) && 'it leads to a folder that holds the data set';
    if (loop !== false) {
      rejected.push({ file: folder.file, reason: 'loop', detail: loop });
      return;
    }
    visited.add(place);
    for (const { name, path, isFolder, problem } of await visibleEntries(folder.path)) {
      const record = { file: `${folder.file}/${name}`, className: folder.className };
      if (problem !== undefined) {
        rejected.push({ file: record.file, reason: 'unreadable', detail: problem });
      } else if (isFolder) await collect({ ...record, path }, collection);
      else records.push(record);
    }
  } catch (error) {
    rejected.push({ file: folder.file, reason: 'unreadable', detail: systemMessage(error) });
  }
}

/** Whether `inner` lies in `outer`; both are real paths. */
const contains = (outer: string, inner: string): boolean =>
  inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);

interface Entry {
  readonly name: string;
  readonly path: string;
  /** Of what a link leads to. */
  readonly isFolder: boolean;
  /** Why there is nothing to read: a broken link. */
  readonly problem?: string;
}

async function visibleEntries(folder: string): Promise<readonly Entry[]> {
  const found = await readdir(folder, { withFileTypes: true });
  const entries: Entry[] = [];
  for (const entry of found.sort((a, b) => byCodeUnits(a.name, b.name))) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    try {
      const isFolder = (entry.isSymbolicLink() ? await stat(path) : entry).isDirectory();
      entries.push({ name, path, isFolder });
    } catch (error) {
      entries.push({ name, path, isFolder: false, problem: systemMessage(error) });
    }
  }
  return entries;
}
