import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  applyTransform,
  invertTransform,
  similarityTransform,
  type Point,
  type SimilarityTransform,
} from './similarity-transform.js';

interface Golden {
  readonly name: string;
  readonly from: readonly Point[];
  readonly to: readonly Point[];
  readonly scale: number;
  readonly angle: number;
  readonly taken: readonly Point[];
}
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/similarity-transform.json', import.meta.url), 'utf8'),
) as Golden[];

const rotation = (angle: number): SimilarityTransform => ({ scale: 1, angle, x: 0, y: 0 });
const square: Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

describe('similarityTransform', () => {
  it.each(golden)('is the one scikit-image estimates: $name', ({ from, to, scale, angle, taken }) => {
    const transform = similarityTransform(from, to); // oracle: __fixtures__/similarity-transform.py
    expect(transform.scale / scale).toBeCloseTo(1, 7);
    expect(transform.angle).toBeCloseTo(angle, 7);
    const spread = Math.hypot(...(to[0] ?? []));
    from
      .map((point) => applyTransform(transform, point))
      .forEach((point, index) => {
        expect((point[0] - taken[index]![0]) / spread).toBeCloseTo(0, 8);
        expect((point[1] - taken[index]![1]) / spread).toBeCloseTo(0, 8);
      });
  });

  it('leaves no other transform a smaller sum of squares', () => {
    const { from, to } = golden.find(({ name }) => name === 'noisy')!;
    const error = (transform: SimilarityTransform): number =>
      from
        .map((point, index) => {
          const [x, y] = applyTransform(transform, point);
          return (x - to[index]![0]) ** 2 + (y - to[index]![1]) ** 2;
        })
        .reduce((sum, value) => sum + value, 0);
    const best = similarityTransform(from, to);
    for (const field of ['scale', 'angle', 'x', 'y'] as const) {
      for (const step of [-1e-3, 1e-3]) {
        expect(error({ ...best, [field]: best[field] + step })).toBeGreaterThan(error(best));
      }
    }
  });

  it('convention: a positive angle turns clockwise on screen', () => {
    const [x, y] = applyTransform(rotation(Math.PI / 2), [1, 0]); // from pointing right to pointing down
    expect([x, y]).toBeAllClose([0, 1]);
    // The tempting misreading: y up, as in a mathematics book, where it would be anticlockwise on screen.
    expect(y).not.toBeCloseTo(-1);
    const clockwise = similarityTransform(
      [
        [0, 0],
        [1, 0],
      ],
      [
        [0, 0],
        [0, 1],
      ],
    );
    expect(clockwise.angle).toBeCloseTo(Math.PI / 2);
  });

  it('convention: points are (x, y), not (row, column)', () => {
    const shifted = square.map(([x, y]): Point => [x + 3, y]);
    expect(similarityTransform(square, shifted)).toMatchObject({
      x: expect.closeTo(3),
      y: expect.closeTo(0),
    });
  });

  it('convention: rotates and scales about (0, 0) first, shifts after', () => {
    const [x, y] = applyTransform({ scale: 2, angle: Math.PI / 2, x: 10, y: 20 }, [1, 0]);
    expect([x, y]).toBeAllClose([10, 22]);
    expect([x, y]).not.toEqual([-40, 22]); // shifted first
  });

  const cases: readonly (readonly [string, readonly Point[], readonly Point[], string])[] = [
    [
      'NaN',
      [
        [0, 0],
        [NaN, 1],
      ],
      square.slice(0, 2),
      'similarityTransform: from must be finite points, got (0, 0) (NaN, 1).',
    ],
    [
      'infinity in the targets',
      square.slice(0, 2),
      [
        [0, 0],
        [1, Infinity],
      ],
      'similarityTransform: to must be finite points, got (0, 0) (1, Infinity).',
    ],
    [
      'one point',
      square.slice(0, 1),
      square.slice(0, 1),
      'similarityTransform: expected two or more points and as many targets, got 1 and 1.',
    ],
    [
      'unequal numbers',
      square,
      square.slice(1),
      'similarityTransform: expected two or more points and as many targets, got 4 and 3.',
    ],
    [
      'coincident points',
      Array<Point>(4).fill([7, 0.1]),
      square,
      'similarityTransform: the points of from coincide at (7, 0.1), so they have no direction.',
    ],
    [
      'coincident targets',
      square,
      Array<Point>(4).fill([7, 0.1]),
      'similarityTransform: the points of to coincide at (7, 0.1), so they have no direction.',
    ],
    [
      'a mirrored square',
      square,
      square.map(([x, y]): Point => [1 - x, y]),
      'similarityTransform: no rotation of the points fits better than another, as if to were mirrored.',
    ],
  ];
  it.each(cases)('refuses %s', (_, from, to, message) => {
    expect(() => similarityTransform(from, to)).toThrow(new RangeError(message));
  });
});

describe('invertTransform', () => {
  it.each([
    { scale: 0.3, angle: 2, x: 17, y: -4 },
    { scale: 5, angle: Math.PI, x: -1, y: 2 },
  ])('undoes $scale, $angle', (transform) => {
    const there = applyTransform(transform, [11, -7]);
    expect([...applyTransform(invertTransform(transform), there)]).toBeAllClose([11, -7]);
    expect(invertTransform(transform).angle).toBeGreaterThan(-Math.PI);
  });
});
