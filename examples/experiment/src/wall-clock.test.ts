import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { WallClock } from './wall-clock.js';

it('adds up the time of processes, and begins at 0 where nothing can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cvg-clock-'));
  const file = join(folder, 'deep', 'wall-seconds.txt');
  const first = await WallClock.continue(file);
  const before = performance.now() / 1000;
  expect(first.seconds).toBeGreaterThanOrEqual(before);
  expect(first.seconds).toBeLessThan(before + 1);
  await first.stop();
  const kept = Number(await readFile(file, 'utf8'));
  expect(kept).toBeGreaterThan(0);
  const second = await WallClock.continue(file);
  expect(second.seconds).toBeGreaterThanOrEqual(kept + before);
  await second.stop();
  await writeFile(file, 'nonsense');
  const third = await WallClock.continue(file);
  expect(third.seconds).toBeLessThan(kept + performance.now() / 1000);
  await third.stop();
  await rm(folder, { recursive: true, force: true });
});
