import { expect, it } from '@jest/globals';
import { formatRows, meanRows } from './numbers.js';

it('averages the rows of several runs', () => {
  const rows = meanRows([
    [{ name: 'hole', psnr: 1, top1: 0.5 }],
    [{ name: 'hole', psnr: 2, top1: 0.5 }],
    [{ name: 'hole', psnr: 3, top1: 0.5 }],
  ]);
  expect(rows).toEqual([{ name: 'hole', mean: { psnr: 2, top1: 0.5 }, deviation: { psnr: 1, top1: 0 } }]);
  expect(formatRows(rows, 3)).toBe(
    ['                psnr            top1', 'hole   2.000 ± 1.000   0.500 ± 0.000'].join('\n'),
  );
});

it('leaves the deviation of one run out, and what a run could not measure', () => {
  const rows = meanRows([[{ name: '10', psnr: Infinity, top1: undefined }]]);
  expect(formatRows(rows, 1)).toBe(['              psnr', '10        Infinity'].join('\n'));
});
