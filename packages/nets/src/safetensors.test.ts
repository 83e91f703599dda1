import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { WeightsFormatError } from './errors.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';

interface Fixture {
  readonly base64: string;
  readonly onlyFloats: string;
  readonly metadata: Record<string, string>;
  readonly tensors: Record<string, { readonly shape: number[]; readonly values: number[] }>;
}

// Oracle: __fixtures__/safetensors.py, the reference implementation in Python.
const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/safetensors.json', import.meta.url), 'utf8'),
) as Fixture;
const reference = Uint8Array.from(Buffer.from(fixture.base64, 'base64'));

/** A file of a header and values. */
function file(header: unknown, values = 0, headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + values);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe('decodeSafetensors', () => {
  it('reads what Python wrote: names, types, shapes, values, metadata', () => {
    const { tensors, metadata } = decodeSafetensors(reference);
    expect(metadata).toEqual(fixture.metadata);
    expect([...tensors.keys()].sort()).toEqual(Object.keys(fixture.tensors).sort());
    for (const [name, { shape, values }] of Object.entries(fixture.tensors)) {
      expect(tensors.get(name)?.shape).toEqual(shape);
      expect(Array.from(tensors.get(name)!.data as Float32Array)).toBeAllClose(values, {
        rtol: 1e-7,
        atol: 0,
      });
    }
    const dtypes = Object.fromEntries([...tensors].map(([name, { dtype }]) => [name, dtype]));
    expect(dtypes).toMatchObject({ double: 'F64', flags: 'BOOL', ids: 'I32', pixels: 'U8', scalar: 'F32' });
  });

  it('reads bytes at any offset, and copies them', () => {
    const shifted = new Uint8Array(reference.length + 3);
    shifted.set(reference, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect(Array.from(tensors.get('ids')!.data as Int32Array)).toEqual([-2147483648, 2147483647]);
  });

  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  it.each<[string, Uint8Array, string]>([
    ['too short a file', new Uint8Array(7), 'expected at least 8 bytes, got 7'],
    ['a header beyond the file', file('{}', 0, 3n), 'a header of 3 bytes does not fit a file of 10 bytes'],
    ['an enormous header', file('{}', 0, 2n ** 63n), 'does not fit'],
    ['text that is no JSON', file('{'), 'the header is no JSON'],
    ['bytes that are no text', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), 'the header is no JSON'],
    ['a list', file('[]'), 'the header is no JSON object'],
    [
      'metadata that is no text',
      file({ __metadata__: { a: 1 } }),
      "'__metadata__' must map names to strings",
    ],
    ['an entry that is no object', file({ a: 1 }), "'a' is no object"],
    ['a type JavaScript lacks', file({ a: { ...entry, dtype: 'BF16' } }, 4), 'got "BF16"'],
    ['a type from the prototype', file({ a: { ...entry, dtype: 'toString' } }, 4), 'got "toString"'],
    ['a negative size', file({ a: { ...entry, shape: [-2] } }, 8), 'expected a shape, got [-2]'],
    ['a size beyond integers', file({ a: { ...entry, shape: [2 ** 52, 4] } }, 8), 'expected a shape'],
    [
      'offsets that do not fit',
      file({ a: { ...entry, data_offsets: [0, 4] } }, 8),
      'expected offsets 8 bytes apart',
    ],
    ['offsets that are missing', file({ a: { dtype: 'F32', shape: [2] } }, 8), 'got undefined'],
    ['a hole', file({ a: { ...entry, data_offsets: [4, 12] } }, 12), "'a': expected its values at 0, got 4"],
    [
      'an overlap',
      file({ a: entry, b: { ...entry, data_offsets: [4, 12] } }, 12),
      "'b': expected its values at 8, got 4",
    ],
    ['missing values', file({ a: entry }, 7), 'expected 8 bytes of values, got 7'],
    ['left-over values', file({ a: entry }, 9), 'expected 8 bytes of values, got 9'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
    expect(() => decodeSafetensors(bytes)).toThrow(WeightsFormatError);
  });

  it('reads every prefix of a good file as an error, never as something else', () => {
    for (let length = 0; length < reference.length; length++) {
      expect(() => decodeSafetensors(reference.subarray(0, length))).toThrow(WeightsFormatError);
    }
  });
});

describe('encodeSafetensors', () => {
  it("writes Python's bytes", () => {
    const floats = decodeSafetensors(Uint8Array.from(Buffer.from(fixture.onlyFloats, 'base64')));
    expect(Buffer.from(encodeSafetensors(floats.tensors)).toString('base64')).toBe(fixture.onlyFloats);
  });

  it('is undone by decodeSafetensors, in the order given, and aligns every array', () => {
    const tensors = new Map<string, NamedArray>([
      ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) }],
      ['"quoted" é', { dtype: 'F32', shape: [1, 2], data: Float32Array.of(Math.fround(0.1), -Infinity) }],
      ['long', { dtype: 'I64', shape: [], data: BigInt64Array.of(-(2n ** 63n)) }],
      ['view', { dtype: 'I16', shape: [2], data: Int16Array.of(9, -8, 7).subarray(1) }],
      ['__proto__', { dtype: 'F32', shape: [0], data: new Float32Array() }],
    ]);
    const bytes = encodeSafetensors(tensors, { a: 'b' });
    const decoded = decodeSafetensors(bytes);
    expect([...decoded.tensors]).toEqual([...tensors]);
    expect(decoded.metadata).toEqual({ a: 'b' });
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    expect(header['"quoted" é']!.data_offsets[0] % 4).toBe(0);
    expect(header.view!.data_offsets[0] % 2).toBe(0);
  });

  it.each<[string, Map<string, NamedArray>, string]>([
    [
      'a shape that does not fit',
      new Map([['a', { dtype: 'F32', shape: [3], data: new Float32Array(2) }]]),
      "encodeSafetensors: 'a': expected F32 data of shape [3], got 2 elements of Float32Array.",
    ],
    [
      'an array of another type',
      new Map([['a', { dtype: 'F32', shape: [2], data: new Float64Array(2) as unknown as Float32Array }]]),
      "encodeSafetensors: 'a': expected F32 data of shape [2], got 2 elements of Float64Array.",
    ],
    [
      'the reserved name',
      new Map([['__metadata__', { dtype: 'F32', shape: [0], data: new Float32Array() }]]),
      "encodeSafetensors: expected no tensor named '__metadata__'.",
    ],
  ])('refuses %s', (_, tensors, message) => {
    expect(() => encodeSafetensors(tensors)).toThrow(message);
  });
});
