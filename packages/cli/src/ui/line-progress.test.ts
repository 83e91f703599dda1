import { beforeEach, expect, it } from '@jest/globals';
import { lineProgress } from './line-progress.js';

let lines: string[];
let time: number;
const progress = lineProgress(
  (line) => lines.push(line),
  () => time * 1000,
);
beforeEach(() => {
  lines = [];
  time = 100;
});

it('writes a line after two seconds, then every ten, and the last one', () => {
  const task = progress.task({ title: 'train', total: 400, unit: 'steps', imagesPerUnit: 64 });
  for (let step = 1; step <= 300; step++) {
    time += 1 / 8; // 8 steps, 512 images a second
    task.update(step, `D ${step}`);
  }
  expect(lines).toEqual([
    'train  16/400 steps  4 %  512 images/s  0:48 left  D 16',
    'train  96/400 steps  24 %  512 images/s  0:38 left  D 96',
    'train  176/400 steps  44 %  512 images/s  0:28 left  D 176',
    'train  256/400 steps  64 %  512 images/s  0:18 left  D 256',
  ]);
  task.end();
  expect(lines.slice(4)).toEqual(['train  300/400 steps  75 %  512 images/s  0:13 left  D 300']);
  task.end();
  expect(lines).toHaveLength(5);
});

it('counts units where these are no images, and what an earlier process did as done, not as fast', () => {
  const task = progress.task({ title: 'train', total: 1000, done: 900, unit: 'steps' });
  time += 4;
  task.update(908);
  expect(lines).toEqual(['train  908/1,000 steps  90 %  2 steps/s  0:46 left']);
});

it('says nothing of a rate it cannot know yet, and nothing at all of a task without news', () => {
  progress.task({ title: 'idle', total: 3, unit: 'images' }).end();
  const task = progress.task({ title: 'quick', total: 3, unit: 'images' });
  task.update(3);
  task.end();
  progress.note('done');
  expect(lines).toEqual(['quick  3/3 images  100 %', 'done']);
});

it('forgets how fast it was long ago', () => {
  const task = progress.task({ title: 'train', total: 1000, unit: 'steps' });
  time += 100; // a slow start
  task.update(10);
  for (let step = 11; step <= 50; step++) {
    time += 1;
    task.update(step);
  }
  task.end();
  expect(lines.at(-1)).toContain('1 steps/s  15:50 left');
});
