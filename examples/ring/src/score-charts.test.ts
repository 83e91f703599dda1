import { expect, it } from '@jest/globals';
import type { RingScore } from './ring-score.js';
import { scoreCharts, type ScoreRows } from './score-charts.js';

const row = (iteration: number, coverage: number): RingScore & { readonly iteration: number } => ({
  ...{ iteration, coverage, onRing: 0.5, inside: 0.25, meanDistance: 3, centerOffset: 1 },
});
/** Heights of the marked points of the last line drawn, from the top. */
const heights = (svg: string): number[] =>
  [...svg.matchAll(/<path[^>]*transform="translate\([\d.]+,([\d.]+)\)"/g)].map((match) => Number(match[1]));

it('draws each score, of several seeds the mean at the iterations that all have', async () => {
  const runs = (scores: readonly ScoreRows[]): ReadonlyMap<string, { seed: number; scores: ScoreRows }[]> =>
    new Map([['gan', scores.map((rows, seed) => ({ seed, scores: rows }))]]);
  const mean = await scoreCharts(runs([[row(0, 0.2), row(100, 0.4)]]));
  const both = await scoreCharts(
    runs([
      [row(0, 0), row(100, 0.8), row(200, 1)],
      [row(0, 0.4), row(100, 0)],
    ]),
  );
  expect([...both.keys()].sort()).toEqual(['coverage.svg', 'distance.svg', 'inside.svg', 'on-ring.svg']);
  const [alone, ofMean] = [heights(mean.get('coverage.svg') ?? ''), heights(both.get('coverage.svg') ?? '')];
  expect(alone).toHaveLength(2);
  expect(ofMean).toHaveLength(2);
  // From 0.2 to 0.4, on an axis to 0.4 or to 1.
  expect(alone).not.toEqual(ofMean);
});
