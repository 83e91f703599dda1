import { expect, it } from '@jest/globals';
import { formatSimilarity } from './format-similarity.js';

it('makes a table, with top-1 where a judge was asked', () => {
  const rows = [
    { name: 'bicubic', psnr: 21.456, ssim: 0.81234, top1: 0.9 },
    { name: '10', psnr: Infinity, ssim: 1 },
  ];
  expect(formatSimilarity(rows)).toBe(
    [
      '               PSNR        SSIM       top-1',
      'bicubic    21.46 dB       0.812      90.0 %',
      '10      Infinity dB       1.000           -',
    ].join('\n'),
  );
  expect(formatSimilarity(rows.slice(1))).toBe(
    ['          PSNR        SSIM', '10 Infinity dB       1.000'].join('\n'),
  );
});
