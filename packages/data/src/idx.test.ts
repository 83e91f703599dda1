import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { DataError } from './errors.js';
import { readIdx, readIdxFile } from './idx.js';
import { idxBytes, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const matrix = idxBytes([2, 3], [1, 2, 3, 4, 5, 255]);

describe('readIdx', () => {
  it('reads bytes, plain and gzipped', () => {
    const expected = { data: Uint8Array.of(1, 2, 3, 4, 5, 255), shape: [2, 3] };
    expect(readIdx(matrix)).toEqual(expected);
    expect(readIdx(gzipSync(matrix))).toEqual(expected);
    const inside = new Uint8Array(matrix.length + 7);
    inside.set(matrix, 5);
    expect(readIdx(inside.subarray(5, 5 + matrix.length))).toEqual(expected);
  });

  it('reads every type of the format, big-endian', () => {
    // The numbers' bytes by hand, from IEEE 754 and two's complement.
    expect(readIdx(idxBytes([2], [0xff, 0x7f], 0x09)).data).toEqual(Int8Array.of(-1, 127));
    expect(readIdx(idxBytes([2], [0x01, 0x02, 0xff, 0xfe], 0x0b)).data).toEqual(Int16Array.of(258, -2));
    expect(readIdx(idxBytes([1], [0x01, 0x02, 0x03, 0x04], 0x0c)).data).toEqual(Int32Array.of(16909060));
    expect(readIdx(idxBytes([1], [0xc0, 0x20, 0, 0], 0x0d)).data).toEqual(Float32Array.of(-2.5));
    expect(readIdx(idxBytes([1], [0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 0x0e)).data).toEqual(Float64Array.of(1.5));
  });

  it('has no numbers if a dimension is 0', () => {
    expect(readIdx(idxBytes([0, 28, 28], []))).toEqual({ data: new Uint8Array(), shape: [0, 28, 28] });
  });

  it.each([
    [
      'nothing',
      [],
      'not an idx file: expected 0000, a type (08 to 0e) and the number of dimensions, got nothing',
    ],
    ['text', [...Buffer.from('hello')], 'got 68656c6c'],
    ['an unknown type', [0, 0, 7, 1, 0, 0, 0, 0], 'got 00000701'],
    ['no dimensions', [0, 0, 8, 0], 'got 00000800'],
    ['a cut header', [0, 0, 8, 2, 0, 0, 0, 1], 'the header ends after 8 of 12 bytes'],
    [
      'a byte too few',
      [...matrix.subarray(0, -1)],
      'the header says [2,3], 18 bytes in all, but there are 17',
    ],
    ['a byte too many', [...matrix, 0], 'the header says [2,3], 18 bytes in all, but there are 19'],
    ['damaged gzip', [...gzipSync(matrix).subarray(0, -12)], 'the gzip data are damaged'],
    [
      'gzip that unpacks to more than its header says',
      [...gzipSync(Uint8Array.from([...matrix, ...new Uint8Array(1e6)]))],
      'holds more than the 18 bytes that its header says',
    ],
    [
      'an overflowing shape',
      [...idxBytes([0xffffffff, 0xffffffff], [])],
      'larger than the limit of 2147483648 bytes',
    ],
    ['an absurd rank', [0, 0, 8, 255, ...Array<number>(1016).fill(255), 0, 0, 0, 0], 'larger than the limit'],
  ])('refuses %s', (_, bytes, message) => {
    const read = (): unknown => readIdx(Uint8Array.from(bytes), { source: 'digits' });
    expect(read).toThrow(DataError);
    expect(read).toThrow(`digits: `);
    expect(read).toThrow(message);
  });

  it('keeps to a limit of its caller', () => {
    expect(() => readIdx(matrix, { maxBytes: 5 })).toThrow(
      'readIdx: bytes: [2,3] is larger than the limit of 5 bytes.',
    );
    expect(readIdx(matrix, { maxBytes: 6 }).data).toHaveLength(6);
  });
});

describe('readIdxFile', () => {
  const folder = writeFiles(temporaryFolder(), {
    'labels.gz': gzipSync(matrix),
    short: matrix.subarray(0, 13),
  });

  it('reads a file', async () => {
    expect((await readIdxFile(join(folder, 'labels.gz'))).shape).toEqual([2, 3]);
  });
  it('names the file and what is wrong', async () => {
    const missing = join(folder, 'none');
    await expect(readIdxFile(missing)).rejects.toThrow(
      `${missing}: cannot be read (ENOENT: no such file or directory).`,
    );
    const short = join(folder, 'short');
    await expect(readIdxFile(short)).rejects.toThrow(
      `${short}: the header says [2,3], 18 bytes in all, but there are 13.`,
    );
  });
});
