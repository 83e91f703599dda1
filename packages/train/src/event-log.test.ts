import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { encodeRecord, lengthUpTo, readLog } from './event-log.js';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';

function logOf(text: string): string {
  const file = join(temporaryFolder(), 'events.jsonl');
  writeFileSync(file, text);
  return file;
}

async function recordsOf(file: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const { record } of readLog(file)) records.push(record);
  return records;
}

describe('readLog', () => {
  it('reads what encodeRecord wrote, to the last bit', async () => {
    const records = [{ step: 10, loss: 0.1 + 0.2, tiny: 5e-324, 'ü "x"\n': -1e300 }, { step: 20 }];
    const log = logOf(records.map((record) => Buffer.from(encodeRecord(record)).toString()).join(''));
    expect(await recordsOf(log)).toEqual(records);
  });

  it('reads lines across the blocks of the file', async () => {
    const records = Array.from({ length: 20_000 }, (_, step) => ({ step, loss: step / 7 }));
    const log = logOf(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    expect(await recordsOf(log)).toEqual(records);
  });

  it.each(['', '{"step":', '{"step":3}', '\0\0\0'])(
    'leaves out a last line without its end: %j',
    async (rest) => {
      expect(await recordsOf(logOf(`{"step":1,"a":2}\n${rest}`))).toEqual([{ step: 1, a: 2 }]);
    },
  );

  it('finds no records where there is no log', async () => {
    expect(await recordsOf(join(temporaryFolder(), 'events.jsonl'))).toEqual([]);
  });

  it.each([
    ['{"step":', 'Unexpected end of JSON input'],
    ['', 'Unexpected end of JSON input'],
    ['[1]', 'expected object'],
    ['{"a":1}', 'expected number'],
    ['{"step":-1}', 'expected number to be >=0'],
    ['{"step":0.5}', 'expected int'],
    ['{"step":2,"a":"b"}', 'expected number'],
    ['{"step":2,"a":null}', 'expected number'],
  ])('names the line that is no record: %s', async (line, reason) => {
    const log = logOf(`{"step":1}\n${line}\n{"step":3}\n`);
    await expect(recordsOf(log)).rejects.toThrow(`${log}: line 2 is no record of a step (`);
    await expect(recordsOf(log)).rejects.toThrow(reason);
  });

  it('does not fill the memory with a file that has no lines', async () => {
    const log = logOf(' '.repeat(2 ** 21));
    await expect(recordsOf(log)).rejects.toThrow(
      `${log}: cannot be read (a line of more than 1048576 bytes).`,
    );
  });
});

describe('lengthUpTo', () => {
  it('ends before the first record of a later step, or an unfinished line', async () => {
    const lines = ['{"step":10}\n', '{"step":20,"ü":1}\n', '{"step":20}\n', '{"step":30}\n'];
    const log = logOf(`${lines.join('')}{"step":40`);
    const bytes = (count: number): number => Buffer.byteLength(lines.slice(0, count).join(''));
    for (const [step, count] of [
      [0, 0],
      [9, 0],
      [10, 1],
      [19, 1],
      [20, 3],
      [29, 3],
      [30, 4],
      [99, 4],
    ] as const) {
      expect([step, await lengthUpTo(log, step)]).toEqual([step, bytes(count)]);
    }
    expect(await lengthUpTo(join(temporaryFolder(), 'none'), 5)).toBe(0);
  });

  it('leaves no later record in front of the end, whatever the order', async () => {
    expect(await lengthUpTo(logOf('{"step":1}\n{"step":9}\n{"step":2}\n'), 5)).toBe(11);
  });
});
