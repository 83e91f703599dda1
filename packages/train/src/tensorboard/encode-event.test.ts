import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encodeEvent, type EventContent } from './encode-event.js';
import { frameRecord } from './record.js';

interface Case {
  readonly wallTime: number;
  readonly step: number;
  readonly kind: EventContent['kind'];
  readonly values: Readonly<Record<string, number>> | null;
  readonly record: string;
}

// oracle: __fixtures__/events.py, TensorBoard's protocol buffers and the crc32c package
const cases = JSON.parse(
  readFileSync(new URL('__fixtures__/events.json', import.meta.url), 'utf8'),
) as Case[];

describe('encodeEvent and frameRecord', () => {
  it.each(cases)(
    'give the bytes of TensorBoard: $kind at step $step',
    ({ wallTime, step, kind, values, record }) => {
      const content = kind === 'scalars' ? { kind, values: new Map(Object.entries(values!)) } : { kind };
      expect(Buffer.from(frameRecord(encodeEvent(wallTime, step, content))).toString('hex')).toBe(record);
    },
  );

  it('says where the data of a record is', () => {
    const record = frameRecord(Uint8Array.of(1, 2, 3));
    expect(record).toHaveLength(8 + 4 + 3 + 4);
    expect([...record.subarray(0, 8)]).toEqual([3, 0, 0, 0, 0, 0, 0, 0]);
    expect([...record.subarray(12, 15)]).toEqual([1, 2, 3]);
  });
});
