import { describe, expect, it } from '@jest/globals';
import { features, NETWORK, oracles, uniforms } from './__fixtures__/seeded-data.js';
import { faceVerification, rocCurve, type FacePair, type FeatureSet } from './index.js';

type Fixture = (typeof oracles.verification)[number];
const NONE = { rtol: 1e-12, atol: 0 };

/** The photos and pairs of distances.py. */
function protocol({ people, photos, d, pairsOfKind, folds, seed }: Fixture): {
  set: FeatureSet;
  pairs: FacePair[];
} {
  const base = features(people, d, 71).data;
  const own = features(people * photos, d, 72).data;
  const data = Float32Array.from({ length: people * photos * d }, (_, index) => {
    const person = Math.floor(index / d / photos);
    return 0.8 * base[person * d + (index % d)]! + own[index]!;
  });
  const draw = uniforms(seed);
  const integer = (high: number): number => Math.floor(draw() * high);
  const pairs: FacePair[] = [];
  for (let fold = 0; fold < folds; fold++) {
    for (let kind = 0; kind < 2 * pairsOfKind; kind++) {
      const isSamePerson = kind < pairsOfKind;
      const first = integer(people);
      const second = isSamePerson ? first : (first + 1 + integer(people - 1)) % people;
      const i = integer(photos);
      const j = isSamePerson ? (i + 1 + integer(photos - 1)) % photos : integer(photos);
      pairs.push({ fold, isSamePerson, rows: [first * photos + i, second * photos + j] });
    }
  }
  return { set: { data, shape: [people * photos, d], network: NETWORK }, pairs };
}

describe('faceVerification', () => {
  // oracle: __fixtures__/distances.py (scikit-learn, and all thresholds tried by numpy)
  it.each(oracles.verification)('agrees with scikit-learn in $folds folds', (fixture) => {
    const { set, pairs } = protocol(fixture);
    const result = faceVerification(set, pairs);
    expect(result.perFold.map(({ accuracy }) => accuracy)).toBeAllClose(fixture.accuracies, NONE);
    expect(result.perFold.map(({ threshold }) => threshold)).toBeAllClose(fixture.thresholds, NONE);
    expect(result.values.accuracy).toBeAllClose(fixture.accuracy, NONE);
    expect(result.values.standardError).toBeAllClose(fixture.standardError, NONE);
    expect(result.values.auc).toBeAllClose(fixture.auc, NONE);
    expect(result.roc.map((point) => point.falsePositiveRate)).toBeAllClose(
      fixture.roc.falsePositiveRate,
      NONE,
    );
    expect(result.roc.map((point) => point.truePositiveRate)).toBeAllClose(
      fixture.roc.truePositiveRate,
      NONE,
    );
    expect(result.roc.slice(1).map((point) => point.threshold)).toBeAllClose(fixture.roc.threshold, NONE);
    expect(result.roc[0]?.threshold).toBe(Infinity);
    expect(result).toMatchObject({
      n: { real: pairs.length, generated: 0 },
      splits: fixture.folds,
      network: NETWORK,
    });
  });
  const directions: FeatureSet = { data: [1, 0, 5, 0, 0, 1, 0, 2], shape: [4, 2], network: NETWORK };
  const pair = (fold: number, isSamePerson: boolean, left: number, right: number): FacePair => ({
    fold,
    isSamePerson,
    rows: [left, right],
  });
  it('is perfect where one person is one direction, whatever the length', () => {
    const pairs = [0, 1].flatMap((fold) => [
      pair(fold, true, 0, 1),
      pair(fold, true, 2, 3),
      pair(fold, false, 0, 2),
      pair(fold, false, 1, 3),
    ]);
    expect(faceVerification(directions, pairs).values).toEqual({ accuracy: 1, standardError: 0, auc: 1 });
  });
  it('judges a fold by the threshold of the others only', () => {
    const pairs = [
      ...[pair(0, true, 0, 2), pair(0, false, 0, 1)], // the wrong way round
      ...[pair(1, true, 0, 1), pair(1, false, 0, 2)],
      ...[pair(2, true, 0, 1), pair(2, false, 0, 2)],
    ];
    const { perFold } = faceVerification(directions, pairs);
    expect(perFold.map(({ accuracy }) => accuracy)).toEqual([0, 0.5, 0.5]);
  });
  it('convention: a similarity at the threshold is one person', () => {
    const set: FeatureSet = {
      data: [1, 1, 1, 1, 2, 2, 2, 2, 1, 1, -1, -1, 1, 1, 1, -1],
      shape: [4, 4],
      network: NETWORK,
    };
    const others = [pair(1, true, 0, 1), pair(1, false, 0, 2)]; // similarities 1 and 0
    const { perFold } = faceVerification(set, [pair(0, true, 0, 3), ...others]);
    expect(perFold[0]).toEqual({ accuracy: 1, threshold: 0.5 });
  });
  it('puts no threshold between equal similarities', () => {
    const others = [pair(1, true, 0, 1), pair(1, false, 0, 1), pair(1, false, 0, 2)];
    const { perFold } = faceVerification(directions, [pair(0, true, 0, 1), ...others]);
    expect(perFold[0]).toEqual({ accuracy: 0, threshold: Infinity });
  });
  it('names what is wrong', () => {
    const set = features(3, 2, 1);
    const good = [pair(0, true, 0, 1), pair(1, false, 0, 2)];
    expect(() => faceVerification(set, [pair(0, true, 0, 1)])).toThrow('expected at least 2 folds, got 1');
    expect(() => faceVerification(set, [...good, pair(1, true, 0, 3)])).toThrow(
      'expected rows in [0, 3), got 3 in pair 2',
    );
    const zero = { ...set, data: new Float32Array(6) };
    expect(() => faceVerification(zero, good)).toThrow('row 0 is 0 and has no direction');
  });
});

describe('rocCurve', () => {
  it('counts ties half', () => {
    const { auc, points } = rocCurve([2, 1, 1, 0], [true, true, false, false]);
    expect(auc).toBe(0.875);
    expect(points).toEqual([
      { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 },
      { threshold: 2, falsePositiveRate: 0, truePositiveRate: 0.5 },
      { threshold: 1, falsePositiveRate: 0.5, truePositiveRate: 1 },
      { threshold: 0, falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
    expect(rocCurve([1, 1], [true, false]).auc).toBe(0.5);
  });
  it('names what is wrong', () => {
    expect(() => rocCurve([1, 2], [true, true])).toThrow('2 scores, 2 flags, 2 positives');
    expect(() => rocCurve([1, NaN], [true, false])).toThrow('expected finite scores, got NaN at 1');
    expect(() => rocCurve([1, 2], [true])).toThrow('2 scores, 1 flags, 1 positives');
  });
});
