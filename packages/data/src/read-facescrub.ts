import { open, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import { listClassFolders } from './class-folders.js';
import { DataError } from './errors.js';
import { folderNames } from './folder-names.js';
import type { Box, ImageListing, ImageRecord } from './image-record.js';
import { presentRecords } from './present-records.js';
import type { RejectedFile } from './rejected-file.js';
import { readTextList, type ListLine } from './text-list.js';

/** The columns of FaceScrub's text files, and the first line of each. */
const COLUMNS = ['name', 'image_id', 'face_id', 'url', 'bbox', 'sha256'];
const FIRST_LINE = COLUMNS.join('\t');
/** They may follow a byte order mark. */
const FIRST_BYTES = 3 + FIRST_LINE.length;

/** Whether a file is a text file of FaceScrub's, by its name and its first line. */
export async function isFaceScrubList(file: string): Promise<boolean> {
  if (!file.endsWith('.txt')) return false;
  try {
    if (!(await stat(file)).isFile()) return false; // opening a pipe waits for a writer
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
      const start = new TextDecoder().decode(buffer.subarray(0, bytesRead)); // without a byte order mark
      return start.startsWith(FIRST_LINE);
    } finally {
      await handle.close();
    }
  } catch {
    return false; // a folder, or not ours to read
  }
}

/**
 * FaceScrub: its text files (`facescrub_actors.txt`, `facescrub_actresses.txt`; any `.txt` that begins with their column names)
 * and the photos downloaded from the addresses they list, anywhere in the folders beside: `<Name>_<image_id>.<ext>` is the whole
 * photo, and the record has the face's box; `<Name>_<image_id>_<face_id>.<ext>` is the face, cut out already. `<Name>` has `_` for
 * spaces. Most addresses are dead: what is listed and not there is `missing`.
 * Convention: `bbox` is `left,top,right,bottom` in pixels from 0, right and bottom just outside, as its published downloader crops.
 * @param folder - The one with the text files.
 * @throws DataError - There is no such text file, or it is damaged; it names the file and the line.
 */
export async function readFaceScrub(folder: string): Promise<ImageListing> {
  const lines: ListLine[] = [];
  const lists: string[] = [];
  for (const name of await folderNames(folder)) {
    const file = join(folder, name);
    if (!(await isFaceScrubList(file))) continue;
    const [, ...faces] = await readTextList(file, '\t');
    for (const face of faces) lines.push(face);
    lists.push(name);
  }
  if (lists.length === 0) {
    throw new DataError(folder, `expected a text file with the columns ${COLUMNS.join(', ')}, found none`);
  }
  if (lines.length === 0) {
    throw new DataError(join(folder, lists[0] ?? ''), 'has no line after that of the columns');
  }
  const photos = await photosIn(folder);
  const records: ImageRecord[] = [];
  const rejected: RejectedFile[] = [];
  const classes = new Set<string>();
  for (const line of lines) {
    const className = line.text(0, 'a name').normalize('NFC');
    classes.add(className);
    const person = className.replaceAll(' ', '_');
    const photo = `${person}_${line.integer(1, 'an image id')}`;
    const box = boxOf(line);
    const whole = photos.get(photo);
    const face = photos.get(`${photo}_${line.integer(2, 'a face id')}`);
    if (whole !== undefined) records.push({ file: whole, className, box });
    else if (face !== undefined) records.push({ file: face, className });
    else {
      const detail = `listed in ${basename(line.file)}:${line.number}, but not there`;
      rejected.push({ file: photo, reason: 'missing', detail });
    }
  }
  const layout = 'facescrub';
  return presentRecords({ root: folder, layout, records, classes: [...classes].sort(byCodeUnits), rejected });
}

function boxOf(line: ListLine): Box {
  const corners = /^(\d+),(\d+),(\d+),(\d+)$/.exec(line.text(4, 'a box'));
  const [left = 0, top = 0, right = 0, bottom = 0] = (corners ?? []).slice(1).map(Number);
  if (corners === null) line.fail('left,top,right,bottom in field 5');
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The downloaded files by their name without ending. */
async function photosIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const { records } = await listClassFolders(folder);
  return new Map(records.map(({ file }) => [basename(file, extname(file)).normalize('NFC'), file]));
}
