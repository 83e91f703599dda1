import type { SimilarityRow } from '../workflows/similarity.js';
import { formatPercent } from './format.js';

/** Of a column; the widest cell is `Infinity dB`. */
const WIDTH = 12;

/**
 * Rows of similarities as lines of text, with a line of headings.
 * @param rows - Of `similarityRow` or `compareEnlarged`.
 * @returns Text without a line break at its end.
 */
export function formatSimilarity(rows: readonly SimilarityRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const judged = rows.some(({ top1 }) => top1 !== undefined);
  const line = (name: string, cells: readonly string[]): string =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(WIDTH)).join('');
  return [
    line('', ['PSNR', 'SSIM', ...(judged ? ['top-1'] : [])]),
    ...rows.map(({ name, psnr, ssim, top1 }) =>
      line(name, [
        `${psnr.toFixed(2)} dB`,
        ssim.toFixed(3),
        ...(judged ? [top1 === undefined ? '-' : formatPercent(top1)] : []),
      ]),
    ),
  ].join('\n');
}
