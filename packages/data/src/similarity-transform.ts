/** A place in an image or a plane: `(x, y)`, x to the right, y down. */
export type Point = readonly [x: number, y: number];

/**
 * `p -> scale * R(angle) * p + (x, y)`: rotates, scales and shifts, and never mirrors.
 * Convention: points are `(x, y)`, y down; the angle is in radians, positive clockwise on screen: PI / 2 takes (1, 0) to (0, 1).
 */
export interface SimilarityTransform {
  /** Lengths are multiplied by it; positive. */
  readonly scale: number;
  /** Radians in (-PI, PI], clockwise on screen. */
  readonly angle: number;
  /** Where the origin goes. */
  readonly x: number;
  readonly y: number;
}

/** Spread below this part of the coordinates is rounding, not shape. */
const ROUNDING = 1e-9;

/**
 * The similarity transform that takes `from` to `to` with the least sum of squared distances (Umeyama 1991, without mirroring).
 *
 * With p and q the points less their means, as complex numbers, the sum of |a p - q|^2 is least at
 * `a = sum(conj(p) q) / sum(|p|^2)`, and `a = scale * exp(i angle)`. In the plane this is Umeyama's solution with its correction of
 * the sign: every complex a is a rotation and a scale. Two different points suffice, so points on one line are no obstacle.
 * If `to` is a mirror image of `from`, the best rotation is a poor fit; `alignFace` refuses that.
 * @param from - At least two points.
 * @param to - As many points, in the same order.
 * @returns Scale, angle and shift.
 * @throws RangeError - Not as many, fewer than two or non-finite points; all points of one side coincide; or no rotation is
 * better than another.
 */
export function similarityTransform(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  if (from.length !== to.length || from.length < 2) {
    throw new RangeError(
      `similarityTransform: expected two or more points and as many targets, got ${from.length} and ${to.length}.`,
    );
  }
  const source = centered('from', from);
  const target = centered('to', to);
  let real = 0; // of sum(conj(p) q)
  let imaginary = 0;
  source.points.forEach(([x, y], index) => {
    const [toX, toY] = target.points[index] ?? [0, 0];
    real += x * toX + y * toY;
    imaginary += x * toY - y * toX;
  });
  const size = Math.hypot(real, imaginary);
  if (size <= ROUNDING * source.spread * target.spread) {
    throw new RangeError(
      'similarityTransform: no rotation of the points fits better than another, as if to were mirrored.',
    );
  }
  const scale = size / source.spread ** 2;
  const turned = { scale, angle: Math.atan2(imaginary, real), x: 0, y: 0 };
  const [x, y] = applyTransform(turned, source.mean);
  return { ...turned, x: target.mean[0] - x, y: target.mean[1] - y };
}

/**
 * Where `transform` takes `point`.
 * @param transform - Of {@link similarityTransform}.
 * @param point - `(x, y)`.
 * @returns `(x, y)`.
 */
export function applyTransform({ scale, angle, x, y }: SimilarityTransform, point: Point): Point {
  const cos = scale * Math.cos(angle);
  const sin = scale * Math.sin(angle);
  return [cos * point[0] - sin * point[1] + x, sin * point[0] + cos * point[1] + y];
}

/** The transform that undoes `transform`. */
export function invertTransform({ scale, angle, x, y }: SimilarityTransform): SimilarityTransform {
  const back = { scale: 1 / scale, angle: angle === Math.PI ? angle : -angle, x: 0, y: 0 };
  const [shiftX, shiftY] = applyTransform(back, [x, y]);
  return { ...back, x: -shiftX, y: -shiftY };
}

/** Points less their mean; `spread` is the root of the sum of their squared lengths. */
function centered(
  name: string,
  points: readonly Point[],
): { readonly points: readonly Point[]; readonly mean: Point; readonly spread: number } {
  if (!points.flat().every(Number.isFinite)) {
    throw new RangeError(
      `similarityTransform: ${name} must be finite points, got ${points.map(([x, y]) => `(${x}, ${y})`).join(' ')}.`,
    );
  }
  const meanOf = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const mean: Point = [meanOf(0), meanOf(1)];
  const moved = points.map(([x, y]): Point => [x - mean[0], y - mean[1]]);
  const spread = Math.hypot(...moved.flat());
  if (spread <= ROUNDING * Math.hypot(...points.flat())) {
    throw new RangeError(
      `similarityTransform: the points of ${name} coincide at (${mean[0]}, ${mean[1]}), so they have no direction.`,
    );
  }
  return { points: moved, mean, spread };
}
