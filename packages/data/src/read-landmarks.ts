import { faceTransform, type FaceLandmarks } from './canonical-face.js';
import { DataError } from './errors.js';
import type { Point } from './similarity-transform.js';
import { ListLine, readTextList } from './text-list.js';

const POINTS = ['left_eye', 'right_eye', 'nose_tip', 'left_mouth_corner', 'right_mouth_corner'] as const;
const COLUMNS = ['file', ...POINTS.flatMap((point) => [`${point}_x`, `${point}_y`])];
const HEADER = COLUMNS.join(',');

/**
 * Landmarks of your own: a CSV file that begins with the line
 * `file,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_tip_x,nose_tip_y,left_mouth_corner_x,left_mouth_corner_y,right_mouth_corner_x,right_mouth_corner_y`,
 * then one line a photo. A file is relative to the data set's folder, with `/`, in quotes if it has a comma.
 * Convention: {@link FaceLandmarks} in the photo as it is shown, turned as its EXIF orientation says: `(x, y)` pixels, y down, (0, 0) the
 * centre of the top-left pixel, left and right as seen in the photo: the left eye is the person's own right one.
 * @param file - The CSV file.
 * @returns The landmarks by file, for `withLandmarks`.
 * @throws DataError - It cannot be read; a line is damaged, leads out of the folder, has a file for the second time, or is no face: exchanged
 * left and right, (y, x) and y up give a mirrored one. The message names the file and the line.
 */
export async function readLandmarks(file: string): Promise<ReadonlyMap<string, FaceLandmarks>> {
  const [header, ...lines] = await readTextList(file, ',');
  if (header.fields.map((field) => field.trim()).join(',') !== HEADER) header.fail(`the columns ${HEADER}`);
  if (lines.length === 0) throw new DataError(file, 'has no line after that of the columns');
  const landmarks = new Map<string, FaceLandmarks>();
  for (const raw of lines) {
    const line = unquoted(raw);
    const photo = line.insideFile(0, 'a file');
    if (landmarks.has(photo)) line.fail('every file once');
    landmarks.set(photo, faceOf(line));
  }
  return landmarks;
}

/** The fields of {@link COLUMNS}: numbers have no commas, so all before the last ten is the file. */
function unquoted(line: ListLine): ListLine {
  const numbers = line.fields.slice(1 - COLUMNS.length).map((field) => field.trim());
  const name = line.fields.slice(0, 1 - COLUMNS.length).join(',');
  const quoted = /^"(?:[^"]|"")*"$/.test(name);
  if (line.fields.length < COLUMNS.length || (!quoted && name.includes(','))) {
    line.fail(`a file and ${COLUMNS.length - 1} numbers`);
  }
  const file = quoted ? name.slice(1, -1).replaceAll('""', '"') : name;
  return new ListLine(line.file, line.number, [file, ...numbers]);
}

function faceOf(line: ListLine): FaceLandmarks {
  const point = (index: number): Point => [
    line.decimal(1 + 2 * index, COLUMNS[1 + 2 * index] ?? 'x'),
    line.decimal(2 + 2 * index, COLUMNS[2 + 2 * index] ?? 'y'),
  ];
  const landmarks: FaceLandmarks = [point(0), point(1), point(2), point(3), point(4)];
  try {
    faceTransform(landmarks, { size: 128 });
  } catch {
    line.fail('a face, left and right as seen in the photo, x before y, y down');
  }
  return landmarks;
}
