import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { DataError } from './errors.js';
import { readMat } from './mat.js';
import { readMatVectors } from './mat-file.js';
import { keyedUniform } from './random.js';
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

  it('unpacks no bomb in many parts', () => {
    const packed = deflateSync(new Uint8Array(2 ** 22)); // four of them are the limit, a fifth is more
    const part = Buffer.concat([new Uint8Array(Uint32Array.of(15, packed.length).buffer), packed]);
    const bomb = Buffer.concat([matFile('plain').subarray(0, 128), ...Array<Buffer>(1000).fill(part)]);
    expect(() => readMat(bomb, 'bomb.mat')).toThrow('bomb.mat: a variable cannot be unpacked (');
  });

  /** An array of unsigned bytes with whatever sizes it claims. */
  const claiming = (claims: { matrix?: number; shape?: readonly number[]; values?: number }): Buffer => {
    const words = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
    const { shape = [1, 4], values = 4, matrix } = claims;
    const padding = shape.length % 2 === 1 ? [0] : [];
    const content = Buffer.concat([
      words(6, 8, 9, 0), // flags: uint8
      words(5, 4 * shape.length, ...shape, ...padding),
      Buffer.concat([words(1 + 2 ** 16), Buffer.from('x\0\0\0')]),
      Buffer.concat([words(2, values), Buffer.from([1, 2, 3, 4, 0, 0, 0, 0])]),
    ]);
    const header = matFile('plain').subarray(0, 128);
    return Buffer.concat([header, words(14, matrix ?? content.length), content]);
  };

  it('believes no size that is claimed', () => {
    expect([...readMat(claiming({}), 'a.mat')]).toEqual([['x', { shape: [1, 4], values: [1, 2, 3, 4] }]]);
    const error = (claims: Parameters<typeof claiming>[0]): string => {
      try {
        return JSON.stringify([...readMat(claiming(claims), 'a.mat')]);
      } catch (thrown) {
        return String(thrown);
      }
    };
    const tooLarge = 'an element of 4294967295 bytes does not fit; the file is truncated or damaged.';
    expect(error({ matrix: 2 ** 32 - 1 })).toBe(`DataError: a.mat: ${tooLarge}`);
    expect(error({ values: 2 ** 32 - 1 })).toBe(`DataError: a.mat: ${tooLarge}`);
    expect(error({ shape: [2 ** 31 - 1, 2 ** 31 - 1] })).toBe(
      "DataError: a.mat: 'x' has 4 values, its shape is [2147483647,2147483647].",
    );
    expect(error({ shape: [-2, -2] })).toBe("DataError: a.mat: 'x' has sizes that are no counts: [-2,-2].");
    expect(error({ shape: [] })).toBe("DataError: a.mat: 'x' has sizes that are no counts: [].");
    expect(error({ shape: Array<number>(1000).fill(2) })).toMatch("DataError: a.mat: 'x' has 4 values");
  });

  it.each(['plain', 'compressed'] as const)('names the file whatever bytes are changed: %s', (name) => {
    const whole = matFile(name);
    const uniform = keyedUniform('mat');
    const below = (end: number): number => Math.floor(uniform() * end);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const bytes = whole.slice();
      for (let change = below(4); change >= 0; change--) {
        bytes[128 + below(bytes.length - 128)] = [0, 1, 0x7f, 0x80, 0xff, below(256)][below(6)] ?? 0;
      }
      try {
        readMat(bytes, 'changed.mat');
      } catch (error) {
        refused++;
        if (!(error instanceof DataError) || error.source !== 'changed.mat') throw error;
      }
    }
    expect(refused).toBeGreaterThan(200);
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
