import { expect, it } from '@jest/globals';
import { SERIES_COLORS } from './palette.js';
import { REPORT_STYLE } from './report-style.js';

/** Contrast of two colours as WCAG 2.2 defines it. */
function contrast(first: string, second: string): number {
  const [lower = 0, higher = 0] = [first, second].map(luminance).sort((a, b) => a - b);
  return (higher + 0.05) / (lower + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const variable = (name: string): string[] =>
  [...REPORT_STYLE.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6})`, 'g'))].map(([, color = '']) => color);

it('the oracle: black on white has a contrast of 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});
it('lines are seen on white, light and dark pages (WCAG: 3 for graphics)', () => {
  for (const page of ['#ffffff', ...variable('page')]) {
    for (const color of SERIES_COLORS) expect(contrast(color, page)).toBeGreaterThanOrEqual(3);
  }
});
it('texts are read on pages and cards, light and dark (WCAG: 4.5 for text)', () => {
  expect(variable('page')).toHaveLength(2);
  for (const mode of [0, 1]) {
    for (const text of ['text', 'quiet', 'link']) {
      for (const ground of ['page', 'card']) {
        expect(contrast(variable(text)[mode] ?? '', variable(ground)[mode] ?? '')).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    }
  }
});
