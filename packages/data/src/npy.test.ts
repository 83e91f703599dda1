import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { npyHeader, parseNpyHeader, type NpyType } from './npy.js';

interface Golden {
  readonly headers: readonly { readonly type: NpyType; readonly shape: number[]; readonly base64: string }[];
  readonly images: { readonly shape: number[]; readonly base64: string };
  readonly fortran: string;
  readonly float: string;
  readonly version2: string;
}
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/npy.json', import.meta.url), 'utf8'),
) as Golden;
const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

describe('npyHeader', () => {
  it.each(golden.headers)('is the one NumPy writes: $type $shape', ({ type, shape, base64 }) => {
    expect(Buffer.from(npyHeader(type, shape)).toString('base64')).toBe(base64); // oracle: __fixtures__/npy.py
  });
  it('has the length of the header with no rows', () => {
    expect(npyHeader('|u1', [2 ** 40, 128, 128, 3])).toHaveLength(npyHeader('|u1', [0, 128, 128, 3]).length);
  });
});

describe('parseNpyHeader', () => {
  it.each(golden.headers)('reads what NumPy writes: $type $shape', ({ type, shape, base64 }) => {
    const bytes = bytesOf(base64);
    expect(parseNpyHeader('a.npy', bytes)).toEqual({ type, shape, headerBytes: bytes.length });
  });
  it('reads version 2', () => {
    const bytes = bytesOf(golden.version2);
    expect(parseNpyHeader('a.npy', bytes)).toEqual({
      type: '|u1',
      shape: golden.images.shape,
      headerBytes: bytes.length - 72,
    });
  });
  it.each([
    [
      'Fortran order',
      bytesOf(golden.fortran),
      "expected an npy array of '|u1' or '<i4' in C order, got {'descr': '|u1'",
    ],
    ['floats', bytesOf(golden.float), "got {'descr': '<f4'"],
    ['other files', Buffer.from('PK\x03\x04 and so on'), 'not an npy file'],
    ['nothing', new Uint8Array(), 'not an npy file'],
    ['a cut header', bytesOf(golden.images.base64).subarray(0, 100), "got {'descr'"],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpyHeader('a.npy', bytes)).toThrow('a.npy: ');
    expect(() => parseNpyHeader('a.npy', bytes)).toThrow(message);
  });
});
