import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alignFace } from './align-face.js';
import { canonicalFace, type FaceLandmarks } from './canonical-face.js';
import { readLandmarks } from './read-landmarks.js';
import type { Point } from './similarity-transform.js';
import { dotsOf, drawnFace } from './__fixtures__/drawn-face.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const HEADER =
  'file,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_tip_x,nose_tip_y,left_mouth_corner_x,left_mouth_corner_y,right_mouth_corner_x,right_mouth_corner_y';
const face: FaceLandmarks = [
  [100, 110],
  [144, 112],
  [123, 136],
  [104, 158],
  [141, 159],
];
const lineOf = (file: string, points: readonly Point[] = face): string => `${file},${points.join(',')}`;
const reading = (text: string): Promise<ReadonlyMap<string, FaceLandmarks>> =>
  readLandmarks(join(writeFiles(temporaryFolder(), { 'marks.csv': text }), 'marks.csv'));
const failing = (text: string): Promise<unknown> => reading(text).catch(String);

describe('readLandmarks', () => {
  it('convention: left eye, right eye, nose tip, left and right mouth corner; x before y', async () => {
    const text = 'a/1.jpg,100,110,144,112,123,136,104,158,141,159';
    expect(await reading(`${HEADER}\n${text}\n`)).toEqual(new Map([['a/1.jpg', face]]));
  });

  it('convention: points of the drawn dots come to the canonical places', async () => {
    const size = 128;
    const drawn = await drawnFace({ scale: 1.7, angle: 0.4, x: 150, y: 140 }, 330, 300);
    const marks = await reading(`${HEADER}\n${lineOf('1.png', drawn.landmarks)}\n`);
    const crop = alignFace(drawn.image, marks.get('1.png')!, { size });
    dotsOf(crop, size).forEach(([x, y], index) => {
      const [wantedX, wantedY] = canonicalFace({ size })[index]!;
      expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(size / 80);
    });
  });

  it('convention: (0, 0) is the centre of the top-left pixel, not its corner', async () => {
    const size = 64;
    const drawn = await drawnFace({ scale: 1, angle: 0, x: 100, y: 90 }, 220, 200);
    const fromCorner = drawn.landmarks.map(([x, y]): Point => [x + 0.5, y + 0.5]);
    const noseOf = async (points: readonly Point[]): Promise<Point> => {
      const marks = await reading(`${HEADER}\n${lineOf('1.png', points)}\n`);
      return dotsOf(alignFace(drawn.image, marks.get('1.png')!, { size }), size)[2]!;
    };
    const scale = (0.3 * size) / 40; // the drawn eyes are 40 pixels apart
    const [right, misread] = [await noseOf(drawn.landmarks), await noseOf(fromCorner)];
    expect(misread[0] - right[0]).toBeCloseTo(-0.5 * scale, 1);
    expect(misread[1] - right[1]).toBeCloseTo(-0.5 * scale, 1);
  });

  it.each<[string, (points: FaceLandmarks) => readonly Point[]]>([
    ["the person's left and right", ([a, b, c, d, e]) => [b, a, c, e, d]],
    ['(y, x)', (points) => points.map(([x, y]) => [y, x])],
    ['y up', (points) => points.map(([x, y]) => [x, 200 - y])],
    ['five times one point', (points) => points.map(() => [7, 7])],
  ])('convention: refuses %s', async (_, misread) => {
    expect(await failing(`${HEADER}\n${lineOf('0.jpg')}\n${lineOf('1.jpg', misread(face))}\n`)).toMatch(
      /marks\.csv:3: expected a face, left and right as seen in the photo, x before y, y down, got '1\.jpg \d/,
    );
  });

  it('takes quotes, spaces, exponents, byte order marks and the line ends of Windows', async () => {
    const text = [
      ` ${HEADER.replaceAll(',', ', ')}`,
      '"a, ""b"".jpg", 1e2, 110.0 ,144.,112,+123,136,104,158,141,159',
      '',
      lineOf('猫/ねこ 1.jpg'),
    ].join('\r\n');
    const marks = await reading(`\uFEFF${text}`);
    expect([...marks]).toEqual([
      ['a, "b".jpg', face],
      ['猫/ねこ 1.jpg', face],
    ]);
  });

  const numbers = face.join(',');
  it.each([
    ['../../etc/passwd', "expected a file inside the data set's folder"],
    ['/etc/passwd', "expected a file inside the data set's folder"],
    ['..\\..\\secret.jpg', "expected a file inside the data set's folder"],
    ['C:/secret.jpg', "expected a file inside the data set's folder"],
    ['a\0.jpg', "expected a file inside the data set's folder"],
    ['"../a,b.jpg"', "expected a file inside the data set's folder"],
    ['', 'expected a file in field 1'],
    ['a,b.jpg', 'expected a file and 10 numbers'],
    ['1.jpg', "expected every file once, got '1.jpg 100 110"],
  ])('refuses the file %j and names the line', async (file, message) => {
    const text = `${HEADER}\n${lineOf('1.jpg')}\n${file},${numbers}\n`;
    expect(await failing(text)).toMatch(`marks.csv:3: ${message}`);
  });

  it.each([
    ['NaN', 'left_eye_y'],
    ['Infinity', 'left_eye_y'],
    ['1e999', 'left_eye_y'],
    ['0x10', 'left_eye_y'],
    ['ten', 'left_eye_y'],
  ])('refuses the number %s and names its column', async (text, column) => {
    expect(await failing(`${HEADER}\n1.jpg,${numbers.replace('110', text)}\n`)).toMatch(
      `marks.csv:2: expected ${column}, a number, got '1.jpg 100 ${text} 144`,
    );
  });

  it.each([
    ['', /marks\.csv: is empty, where a list was expected\.$/],
    ['\uFEFF\r\n\r\n', /marks\.csv: is empty, where a list was expected\.$/],
    [HEADER, /marks\.csv: has no line after that of the columns\.$/],
    [`${lineOf('1.jpg')}\n`, /marks\.csv:1: expected the columns file,left_eye_x,.*, got '1\.jpg 100/],
    [HEADER.replace('left_eye', 'nose'), /marks\.csv:1: expected the columns file,left_eye_x,/],
    [`${HEADER}\n1.jpg,1,2,3\n`, /marks\.csv:2: expected a file and 10 numbers, got '1\.jpg 1 2 3'/],
    [`${HEADER}\n1.jpg,${numbers},9\n`, /marks\.csv:2: expected a file and 10 numbers/],
  ])('refuses %j', async (text, message) => {
    expect(await failing(text)).toMatch(message);
  });
});
