// The four forms of a protocol buffer's field that an event needs. A number of the field and of the form, then the value.

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** An integer from 0 to 2^53 - 1: `int64`, `enum`. */
export const integerField = (field: number, value: number): Uint8Array =>
  concat([key(field, VARINT), varint(value)]);

export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concat([key(field, FIXED_64), bytes]);
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concat([key(field, FIXED_32), bytes]);
}

export const stringField = (field: number, value: string): Uint8Array =>
  messageField(field, [new TextEncoder().encode(value)]);

/** A message in a message: its fields. */
export function messageField(field: number, fields: readonly Uint8Array[]): Uint8Array {
  const bytes = concat(fields);
  return concat([key(field, BYTES), varint(bytes.length), bytes]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

const key = (field: number, form: number): Uint8Array => varint(field * 8 + form);

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
