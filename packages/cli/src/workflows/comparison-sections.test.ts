import { describe, expect, it } from '@jest/globals';
import { acrossSeeds, measurement, sideBySide, type Measurement } from '@cvg/metrics';
import { bestNumbers, comparisonCharts, comparisonFacts, comparisonTable } from './comparison-sections.js';
import { REAL, type Comparison } from './comparison.js';

const network = 'c'.repeat(64);
const top1 = (accuracy: number): Measurement =>
  measurement('topOneAccuracy', { accuracy }, { n: { generated: 20 }, network });
const seconds = (value: number): Measurement =>
  measurement('training', { seconds: value }, { n: {}, network: null });
/** Two seeds each. */
const comparison = (rows: Readonly<Record<string, readonly [number, number]>>): Comparison => ({
  ...{ version: 1, seeds: [0, 1], classes: ['a', 'b'], perClass: 10, runs: [] },
  settings: {
    ...{ data: 'digits', size: 32, steps: 150, batchSize: 64, width: 0.25, latentSize: 64 },
    ...{ engine: 'wasm', flip: false, crop: undefined },
  },
  data: { folder: 'prepared', fingerprint: 'f' },
  evaluator: { hash: network, steps: 300, accuracy: 0.98, n: 100 },
  splits: { real: 'held-out', reference: 'train' },
  table: sideBySide({
    [REAL]: [top1(0.97)],
    ...Object.fromEntries(
      Object.entries(rows).map(([name, numbers]) => [
        name,
        [acrossSeeds(numbers.map(top1)), acrossSeeds([seconds(60), seconds(62)])],
      ]),
    ),
  }),
});

describe('bestNumbers', () => {
  it('names the best, the next and real images', () => {
    const clear = comparison({ low: [0.3, 0.32], high: [0.9, 0.88], middle: [0.5, 0.52] });
    expect(bestNumbers(clear, ['top1', 'frechet'])).toEqual([
      {
        ...{ label: 'Most often recognised', value: 'high' },
        note: 'top-1 89.0\u00a0%; middle 51.0\u00a0%; real 97.0\u00a0%',
      },
    ]);
  });
  it('says so where the spread is larger than the lead', () => {
    const close = comparison({ wide: [0.2, 0.8], high: [0.6, 0.62] });
    expect(bestNumbers(close, ['top1'])[0]?.note).toContain('wide 50.0\u00a0% (within the spread)');
  });
});

it('draws a chart a column that somebody has, with the best in colour', () => {
  const charts = comparisonCharts(comparison({ low: [0.3, 0.32], high: [0.9, 0.88] }), ['top1', 'frechet']);
  expect(charts).toHaveLength(1);
  const [, colored] = /font-weight="700"[^>]*>([^<]*)</.exec(charts[0]?.svg ?? '') ?? [];
  expect(colored).toBe('89.0 ± 1.4 %');
  expect(charts[0]?.svg).toContain('>real 97.0 %<');
});

it('has a row a method, and says what numbers depend on', () => {
  const found = comparison({ one: [0.5, 0.5] });
  expect(comparisonTable(found, ['top1', 'seconds']).rows).toEqual([
    [REAL, '97.0 %', '–'],
    ['one', '50.0 ± 0.0 %', '1:01 ± 0:01'],
  ]);
  const facts = Object.fromEntries(comparisonFacts(found).facts.map(({ label, value }) => [label, value]));
  expect(facts).toMatchObject({
    ...{ 'images of a set (n)': '20, 10 of each class', 'seeds of training and noise': '0, 1' },
    ...{ "judge's hash (SHA-256)": network, steps: '150', engine: 'wasm' },
  });
  expect(Object.keys(facts)).not.toContain('crop');
});
