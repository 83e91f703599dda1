import { expect, it } from '@jest/globals';
import type { Verification, VerificationRow } from '../workflows/verification.js';
import { formatVerification } from './format-verification.js';

const row = (name: string, addedImages: number, accuracy: number): VerificationRow => ({
  ...{ name, realImages: 7000, addedImages, classes: 5, standardError: 0.0123, networks: [] },
  accuracy: { mean: accuracy, deviation: 0.006 },
  auc: { mean: 0.8, deviation: 0.01 },
  gain: { mean: 0, deviation: 0 },
});
const verification = (seeds: readonly number[]): Verification => ({
  ...{ engine: 'wasm', steps: 1, flip: true, missing: [], leftOut: [], pairs: 1000, folds: 10, seeds },
  data: { folder: 'data', fingerprint: '' },
  photos: { folder: 'photos', fingerprint: '' },
  rows: [row('none', 0, 0.72), row('more', 20000, 0.7306)],
});

it('is a row a set of images', () => {
  expect(formatVerification(verification([0]))).toBe(
    [
      '1,000 pairs in 10 folds:',
      '         images  accuracy  standard error     AUC',
      'none      7,000   72.00 %            1.23  0.8000',
      'more     27,000   73.06 %            1.23  0.8000',
    ].join('\n'),
  );
});

it('has the deviation over several seeds', () => {
  expect(
    formatVerification(verification([0, 1]))
      .split('\n')
      .slice(0, 3),
  ).toEqual([
    '1,000 pairs in 10 folds, means over 2 seeds ± their deviation:',
    '         images        accuracy  standard error     AUC',
    'none      7,000  72.00 % ± 0.60            1.23  0.8000',
  ]);
});
