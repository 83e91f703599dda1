import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readMat } from './mat.js';
import { readMatVectors } from './mat-file.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';
import { matArrays, matFile } from './__fixtures__/mat.js';

describe('readMat', () => {
  it.each(['plain', 'compressed'] as const)('reads what SciPy wrote: %s', (name) => {
    // oracle: __fixtures__/mat.py; the text, cell, structure and complex array are passed over
    expect(Object.fromEntries(readMat(matFile(name), 'a.mat'))).toEqual(matArrays);
  });

  it('convention: the first dimension runs fastest', () => {
    expect(readMat(matFile('plain'), 'a.mat').get('uint8')).toEqual({
      shape: [2, 3],
      values: [1, 4, 2, 5, 3, 6],
    });
  });

  it.each(['plain', 'compressed'] as const)('names the file whatever is cut off or broken: %s', (name) => {
    const whole = matFile(name);
    for (let length = 0; length < whole.length; length += 61) {
      const outcome = ((): unknown => {
        try {
          return readMat(whole.subarray(0, length), 'cut.mat').size;
        } catch (error) {
          return error;
        }
      })();
      // a cut between two variables leaves the first ones
      if (typeof outcome === 'number') expect(length).toBeGreaterThanOrEqual(128);
      else expect(outcome).toMatchObject({ name: 'DataError', source: 'cut.mat' });
    }
    const broken = whole.slice();
    broken.fill(0xff, 140, 200);
    expect(() => readMat(broken, 'broken.mat')).toThrow('broken.mat: ');
  });

  it('unpacks no bomb', () => {
    const packed = deflateSync(new Uint8Array(2 ** 25));
    expect(packed.length).toBeLessThan(2 ** 15);
    const tag = new Uint8Array(Uint32Array.of(15, packed.length).buffer);
    const bomb = Buffer.concat([matFile('plain').subarray(0, 128), tag, packed]);
    expect(() => readMat(bomb, 'bomb.mat')).toThrow(
      'bomb.mat: a variable cannot be unpacked (Cannot create a Buffer larger than 16777216 bytes).',
    );
  });

  it('says which other files are none', () => {
    const header = (text: string, mark = 'IM'): Uint8Array =>
      Buffer.from(text.padEnd(124) + '\0\x01' + mark, 'latin1');
    expect(() => readMat(header('MATLAB 7.3 MAT-file'), 'a.mat')).toThrow(
      "a.mat: a MATLAB 7.3 (HDF5) file; save it in MATLAB with '-v7'.",
    );
    const expected = 'a.mat: expected a little-endian MATLAB 5 file.';
    expect(() => readMat(header('MATLAB 5.0 MAT-file', 'MI'), 'a.mat')).toThrow(expected);
    expect(() => readMat(header('something else'), 'a.mat')).toThrow(expected);
    expect(() => readMat(new Uint8Array(), 'a.mat')).toThrow(expected);
  });
});

describe('readMatVectors', () => {
  const folder = writeFiles(temporaryFolder(), { 'setid.mat': matFile('setid') });
  const file = join(folder, 'setid.mat');

  it('gives the arrays that are asked for', async () => {
    expect(await readMatVectors(file, ['tstid', 'valid'])).toEqual({ tstid: [6, 4, 5], valid: [3] });
  });

  it('names what is missing', async () => {
    await expect(readMatVectors(file, ['labels'])).rejects.toThrow(
      `${file}: expected a numeric array 'labels', found 'trnid', 'valid', 'tstid'.`,
    );
    await expect(readMatVectors(join(folder, 'none.mat'), ['labels'])).rejects.toThrow(
      'none.mat: cannot be read (ENOENT: no such file or directory).',
    );
  });
});
