import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { encodeEvent, type EventContent } from './encode-event.js';
import { EventFileWriter } from './event-file-writer.js';
import { frameRecord } from './record.js';
import { temporaryFolder } from '../__fixtures__/temporary-folder.js';

const record = (wallTime: number, step: number, content: EventContent): Uint8Array =>
  frameRecord(encodeEvent(wallTime, step, content));

describe('EventFileWriter', () => {
  it('writes the version, the start, and the scalars', async () => {
    const folder = temporaryFolder();
    let now = 1_700_000_000_250;
    const writer = await EventFileWriter.open(folder, 1, () => now);
    const values = new Map([['loss', 0.5]]);
    now += 1000;
    await writer.writeScalars(10, values);
    await writer.close();
    const name = `events.out.tfevents.1700000000.${hostname()}`;
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name))).toEqual(
      Buffer.concat([
        record(1_700_000_000.25, 0, { kind: 'file-version' }),
        record(1_700_000_000.25, 1, { kind: 'session-start' }),
        record(1_700_000_001.25, 10, { kind: 'scalars', values }),
      ]),
    );
  });

  it('has the last name, also in the same second, and when the clock went back', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'events.jsonl'), '');
    writeFileSync(join(folder, 'events.out.tfevents.1700000005.another-host'), '');
    for (const now of [1_700_000_005_000, 1_700_000_005_000, 1_600_000_000_000, 1_700_000_009_999]) {
      await (await EventFileWriter.open(folder, 1, () => now)).close();
    }
    const seconds = readdirSync(folder)
      .sort()
      .map((name) => name.split('.')[3]);
    expect(seconds).toEqual([
      undefined,
      '1700000005',
      '1700000006',
      '1700000007',
      '1700000008',
      '1700000009',
    ]);
  });
});
