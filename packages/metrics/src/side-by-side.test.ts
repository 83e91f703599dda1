import { describe, expect, it } from '@jest/globals';
import { features, NETWORK } from './__fixtures__/seeded-data.js';
import {
  acrossSeeds,
  frechetDistance,
  IncomparableError,
  measurement,
  precisionRecallDensityCoverage,
  sideBySide,
  type Measurement,
} from './index.js';

const distance = (changes: Partial<Measurement> = {}, value = 3): Measurement => ({
  ...measurement(
    'frechetDistance',
    { distance: value },
    { n: { real: 50, generated: 40 }, network: NETWORK, seeds: { noise: [0] } },
  ),
  ...changes,
});
const refusal = (changes: Partial<Measurement>): unknown => {
  try {
    sideBySide({ a: [distance()], b: [distance(changes)] });
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('sideBySide', () => {
  it('is a row a method and a column a number, in the order of first mention', () => {
    const top = measurement('topOneAccuracy', { accuracy: 0.5 }, { n: { generated: 40 }, network: NETWORK });
    const table = sideBySide({
      'CVAE-GAN': [distance({ seeds: { noise: [7] } })],
      CVAE: [top, distance({}, 9)],
    });
    expect(table.columns.map(({ metric, value }) => [metric, value])).toEqual([
      ['frechetDistance', 'distance'],
      ['topOneAccuracy', 'accuracy'],
    ]);
    expect(table.columns[0]).toMatchObject({ n: { real: 50, generated: 40 }, network: NETWORK, splits: 1 });
    expect(table.rows).toEqual([
      { name: 'CVAE-GAN', cells: [{ value: 3, seeds: { noise: [7] } }, undefined] },
      {
        name: 'CVAE',
        cells: [
          { value: 9, seeds: { noise: [0] } },
          { value: 0.5, seeds: {} },
        ],
      },
    ]);
  });
  it('takes what the metrics give', async () => {
    const [real, a, b] = [features(30, 4, 1), features(20, 4, 2), features(20, 4, 3)];
    const both = async (set: typeof a) => [
      frechetDistance(real, set),
      await precisionRecallDensityCoverage(real, set),
    ];
    const { columns, rows } = sideBySide({ a: await both(a), b: await both(b) });
    expect(columns.map(({ value }) => value)).toEqual([
      ...['distance', 'means', 'covariances'],
      ...['precision', 'recall', 'density', 'coverage'],
    ]);
    expect(rows[1]?.cells[0]?.value).toBe(frechetDistance(real, b).values.distance);
    expect(rows.flatMap(({ cells }) => cells).includes(undefined)).toBe(false);
    await expect(
      (async () => sideBySide({ a: await both(a), b: await both(features(19, 4, 3)) }))(),
    ).rejects.toThrow(
      'frechetDistance: results with different n.generated do not belong in one table: 20 and 19',
    );
  });
  it.each([
    ['n.real', { n: { real: 49, generated: 40 } }, 50, 49],
    ['n.generated', { n: { real: 50, generated: 41 } }, 40, 41],
    ['network', { network: 'cd'.repeat(32) }, NETWORK, 'cd'.repeat(32)],
    ['network', { network: null }, NETWORK, null],
    ['splits', { splits: 10 }, 1, 10],
    ['neighbours', { settings: { neighbours: 3 } }, undefined, 3],
  ])('refuses another %s', (field, changes, expected, got) => {
    const error = refusal(changes);
    expect(IncomparableError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ metric: 'frechetDistance', field, expected, got });
  });
  it('refuses one metric twice in a row, and tells other errors apart', () => {
    expect(() => sideBySide({ a: [distance(), distance()] })).toThrow(
      "'a' has two measurements of frechetDistance",
    );
    expect(IncomparableError.isInstance(new Error('other'))).toBe(false);
  });
});

describe('acrossSeeds', () => {
  it('is the mean, and the spread over n - 1, of runs with other seeds', () => {
    const runs = [1, 2, 6].map((value) => distance({ seeds: { noise: [value], subsets: [0] } }, value));
    const result = acrossSeeds(runs);
    expect(result.values).toEqual({ distance: 3 });
    expect(result.spread.distance).toBeCloseTo(Math.sqrt(7), 14);
    expect(result).toMatchObject({ repeats: 3, seeds: { noise: [1, 2, 6], subsets: [0] } });
    expect(result.n).toEqual({ real: 50, generated: 40 });
    expect(sideBySide({ a: [result] }).rows[0]?.cells[0]).toMatchObject({
      value: 3,
      spread: result.spread.distance,
    });
  });
  it('has no spread over one run, and refuses none and unlike ones', () => {
    expect(acrossSeeds([distance()]).spread).toEqual({ distance: 0 });
    expect(() => acrossSeeds([])).toThrow('acrossSeeds: expected at least one measurement, got none');
    expect(() => acrossSeeds([distance(), distance({ splits: 2 })])).toThrow('different splits');
    expect(() => acrossSeeds([distance(), distance({ metric: 'other' })])).toThrow('different metric');
  });
});

describe('measurement', () => {
  it('fills in what does not apply', () => {
    expect(measurement('psnr', { psnr: 20 }, { n: { generated: 3 }, network: null })).toEqual({
      metric: 'psnr',
      values: { psnr: 20 },
      n: { real: 0, generated: 3 },
      seeds: {},
      splits: 1,
      network: null,
      settings: {},
    });
  });
  it('names what is wrong', () => {
    const make = (context: object) => () => measurement('x', {}, { n: {}, network: null, ...context });
    expect(make({ n: { real: -1 } })).toThrow('n.real must be an integer >= 0, got -1');
    expect(make({ splits: 0 })).toThrow('splits must be an integer >= 1, got 0');
    expect(make({ network: 'no hash' })).toThrow("must be a SHA-256 of 64 hexadecimal digits, got 'no hash'");
  });
});
