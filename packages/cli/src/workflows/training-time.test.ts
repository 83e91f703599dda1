import { expect, it } from '@jest/globals';
import { trainingTime } from './training-time.js';

it('lets a logged step stand for those before it', () => {
  const time = trainingTime(
    [
      { step: 10, imagesPerSecond: 100 },
      { step: 20, imagesPerSecond: 50 },
    ],
    5,
  );
  expect(time).toEqual({ seconds: 0.5 + 1, imagesPerSecond: 100 / 1.5 });
});

it('knows nothing without a log', () => {
  expect(trainingTime([], 5)).toBeUndefined();
  expect(trainingTime([{ step: 3 }], 5)).toBeUndefined();
});
