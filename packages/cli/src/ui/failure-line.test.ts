import { expect, it } from '@jest/globals';
import { failureLine } from './failure-line.js';

const error = new RangeError('first\n  second', { cause: new Error('deep', { cause: 'text' }) });

it('is one line', () => {
  expect(failureLine(error, false)).toBe('error: first second');
  expect(failureLine('thrown text', false)).toBe('error: thrown text');
});

it('tells everything with debug', () => {
  const text = failureLine(error, true);
  expect(text).toMatch(/^RangeError: first\n {2}second\n +at /);
  expect(text).toMatch(/\ncaused by Error: deep\n +at /);
});
