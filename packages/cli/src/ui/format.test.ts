import { expect, it } from '@jest/globals';
import { formatCount, formatDuration, formatNumber, formatPercent, plural } from './format.js';

it.each([
  [0, '0:00'],
  [59.4, '0:59'],
  [59.6, '1:00'],
  [245, '4:05'],
  [3599.9, '1:00:00'],
  [36_062, '10:01:02'],
  [-3, '0:00'],
])('shows %d seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

it.each([
  [0, '0.000'],
  [1234.5, '1,235'],
  [12.345, '12.3'],
  [1.2345, '1.23'],
  [0.12345, '0.123'],
  [0.0012345, '1.2e-3'],
  [-2.5, '-2.50'],
  [NaN, 'NaN'],
])('shows %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));

it('shows counts, shares and plurals', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatPercent(0.98765)).toBe('98.8 %');
  expect(plural(1, 'class', 'es')).toBe('1 class');
  expect(plural(2, 'class', 'es')).toBe('2 classes');
});
