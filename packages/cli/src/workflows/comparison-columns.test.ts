import { describe, expect, it } from '@jest/globals';
import { measurement, sideBySide, type MeasurementTable } from '@cvg/metrics';
import { cellOf, cellText, COMPARISON_COLUMNS, ranked } from './comparison-columns.js';
import { REAL } from './comparison.js';

const { top1, frechet, diversity, reconstructionSharpness, seconds } = COMPARISON_COLUMNS;
const network = 'a'.repeat(64);

/** A row of a table by top-1, distance, diversity and sharpness of reconstructions. */
const row = (accuracy: number, distance: number, varied: number, sharpness?: number) => [
  measurement('topOneAccuracy', { accuracy }, { n: { generated: 20 }, network }),
  measurement('frechetDistance', { distance }, { n: { real: 20, generated: 20 }, network }),
  measurement('intraClassDiversity', { diversity: varied }, { n: { generated: 20 }, network: null }),
  ...(sharpness === undefined
    ? []
    : [measurement('reconstruction', { sharpness }, { n: { real: 20, generated: 20 }, network: null })]),
];
const table: MeasurementTable = sideBySide({
  [REAL]: row(0.9, 0.1, 0.5),
  dull: row(0.99, 5, 0.1, 0.2),
  wild: row(0.2, 3, 0.95, 1.6),
  good: row(0.8, 2, 0.6, 0.9),
});

describe('ranked', () => {
  it('takes high, low, or near to real images as good, and leaves real images out', () => {
    expect(ranked(table, top1)).toEqual(['dull', 'good', 'wild']);
    expect(ranked(table, frechet)).toEqual(['good', 'wild', 'dull']);
    expect(ranked(table, diversity)).toEqual(['good', 'dull', 'wild']); // 0.1, 0.4 and 0.45 away
  });
  it('measures shares that real images do not have from 1', () => {
    expect(ranked(table, reconstructionSharpness)).toEqual(['good', 'wild', 'dull']);
  });
  it('leaves out who has no number', () => {
    expect(ranked(table, seconds)).toEqual([]);
  });
});

describe('cellText', () => {
  const cell = (value: number, spread?: number) => ({ value, spread, seeds: {} });

  it('puts the spread before the unit', () => {
    expect(cellText(cell(0.982, 0.0031), top1, true)).toBe('98.2 ± 0.3 %');
    expect(cellText(cell(1.234, 0.1), frechet, true)).toBe('1.23 ± 0.10');
    expect(cellText(cell(125, 3), seconds, true)).toBe('2:05 ± 0:03');
  });
  it('has none of one seed, of real images, and a dash for nothing', () => {
    expect(cellText(cell(0.982, 0), top1, false)).toBe('98.2 %');
    expect(cellText(cellOf(table, REAL, top1), top1, true)).toBe('90.0 %');
    expect(cellText(cellOf(table, REAL, seconds), seconds, true)).toBe('–');
  });
});
