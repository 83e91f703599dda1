import { Writable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { streamProgress } from './stream-progress.js';

/** A stream that says what kind it is and keeps what is written. */
function stream(isTTY: boolean): { readonly stream: NodeJS.WriteStream; text(): string } {
  let written = '';
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const terminal = {
    isTTY,
    columns: 200,
    rows: 24,
    cursorTo: noop,
    moveCursor: noop,
    clearLine: noop,
    clearScreenDown: noop,
  };
  return { stream: Object.assign(target, terminal) as unknown as NodeJS.WriteStream, text: () => written };
}
const noop = (): boolean => true;

it('draws a bar on a terminal, with notes above it', async () => {
  const { stream: terminal, text } = stream(true);
  const progress = streamProgress(terminal);
  const task = progress.task({ title: 'train', total: 10, unit: 'steps', imagesPerUnit: 64 });
  task.update(5, 'D 1.2');
  progress.note('Pictures: a.png');
  await new Promise((resolve) => setTimeout(resolve, 300));
  task.end();
  task.end();
  progress.note('after');
  expect(text()).toMatch(/train \[█{12}░{12}\] 50 % {2}5\/10 steps .*D 1\.2/);
  expect(text()).toContain('Pictures: a.png\n');
  expect(text().endsWith('after\n')).toBe(true);
});

it('writes plain lines elsewhere', () => {
  const { stream: file, text } = stream(false);
  const task = streamProgress(file).task({ title: 'train', total: 10, unit: 'steps' });
  task.update(10);
  task.end();
  expect(text()).toBe('train  10/10 steps  100 %\n');
});
