import { describe, expect, it } from '@jest/globals';
import { classVectors, eachClass } from './index.js';

describe('classVectors', () => {
  it('is one-hot for a class and the weights of a mixture', () => {
    const mixture = [
      { classId: 2, weight: 0.25 },
      { classId: 0, weight: 0.75 },
    ];
    expect(Array.from(classVectors([1, mixture], 3))).toEqual([0, 1, 0, 0.75, 0, 0.25]);
  });
  it('is the same for a class and a mixture of it alone, also in parts', () => {
    const whole = classVectors([2], 4);
    expect(classVectors([[{ classId: 2, weight: 1 }]], 4)).toEqual(whole);
    expect(
      classVectors(
        [
          [
            { classId: 2, weight: 0.5 },
            { classId: 1, weight: 0 },
            { classId: 2, weight: 0.5 },
          ],
        ],
        4,
      ),
    ).toEqual(whole);
  });
  it('names what is wrong', () => {
    expect(() => classVectors([0, 3], 3)).toThrow('expected integers in [0, 3), got 3 at 1');
    expect(() => classVectors([0.5], 3)).toThrow('expected integers in [0, 3), got 0.5 at 0');
    expect(() => classVectors([[{ classId: 0, weight: 0.5 }]], 3)).toThrow(
      'expected weights with sum 1, got 0.5 at 0',
    );
    expect(() => classVectors([[]], 3)).toThrow('expected weights with sum 1, got 0 at 0');
    expect(() =>
      classVectors(
        [
          [
            { classId: 0, weight: 1.5 },
            { classId: 1, weight: -0.5 },
          ],
        ],
        3,
      ),
    ).toThrow('expected weights in [0, 1], got 1.5 at 0');
    expect(() => classVectors([0, 'tulip'] as unknown as number[], 3)).toThrow(
      'classVectors: labels: expected class ids or mixtures of them, got "tulip" at 1.',
    );
    expect(() => classVectors([[{ classId: 0, weight: NaN }]], 3)).toThrow('got NaN at 0');
  });
});

describe('eachClass', () => {
  it('names every class as often, in order', () => {
    expect(Array.from(eachClass(3, 2))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
