import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { measurement, type Measurement } from '@cvg/metrics';
import { keptMeasurements } from './kept-measurements.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-kept-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('measures once a key, and again where the file is damaged', async () => {
  const file = join(folder, 'measured', 'run.json');
  let calls = 0;
  const measure = (): Promise<readonly Measurement[]> => {
    calls += 1;
    const context = { n: { real: 4, generated: 4 }, network: 'b'.repeat(64), seeds: { noise: [calls] } };
    return Promise.resolve([measurement('frechetDistance', { distance: calls / 3 }, context)]);
  };
  const first = await keptMeasurements(file, 'a', measure);
  expect(first).toEqual(await keptMeasurements(file, 'a', measure));
  expect(calls).toBe(1);
  expect((await keptMeasurements(file, 'b', measure))[0]?.seeds).toEqual({ noise: [2] });
  expect((await keptMeasurements(file, 'b', measure))[0]?.values).toEqual({ distance: 2 / 3 });
  await writeFile(file, '{"key": "b", "measurements": [{"metric": 3}]}');
  expect((await keptMeasurements(file, 'b', measure))[0]?.seeds).toEqual({ noise: [3] });
});
