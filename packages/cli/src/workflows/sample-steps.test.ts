import { expect, it } from '@jest/globals';
import { isSampleStep, samplesFile } from './sample-steps.js';

it('draws early, then at regular distances', () => {
  const steps = Array.from({ length: 2500 }, (_, index) => index + 1).filter(isSampleStep);
  expect(steps).toEqual([100, 250, 500, 750, 1000, 1500, 2000, 2500]);
});

it('names files so that they sort by step', () => expect(samplesFile(500)).toBe('step-000500.png'));
