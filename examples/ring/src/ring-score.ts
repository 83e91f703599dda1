import type { Ring } from './ring-data.js';

/** How well points lie on a ring. */
export interface RingScore {
  /** Share of the points within three standard deviations of the circle; 0.997 for the ring itself. */
  readonly onRing: number;
  /** Share of the points further inside: a disc has them, a ring does not. */
  readonly inside: number;
  /** Share of 36 equal sectors that hold a point on the ring; 1 for a ring without gaps. */
  readonly coverage: number;
  /** Mean distance of the points from the circle; 0.8 standard deviations for the ring itself. */
  readonly meanDistance: number;
  /** Distance of the mean of the points from the centre. */
  readonly centerOffset: number;
}

const NUM_SECTORS = 36;

/** Scores points, x and y in turn. */
export function scoreRing(points: Float32Array, { center, radius, width }: Ring): RingScore {
  const numPoints = points.length / 2;
  const sectors = new Set<number>();
  let [numOnRing, numInside, sumDistance, sumX, sumY] = [0, 0, 0, 0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [(points[at] ?? NaN) - center[0], (points[at + 1] ?? NaN) - center[1]];
    const outwards = Math.hypot(x, y) - radius;
    sumX += x;
    sumY += y;
    sumDistance += Math.abs(outwards);
    if (outwards <= -3 * width) numInside++;
    if (!(Math.abs(outwards) < 3 * width)) continue;
    numOnRing++;
    const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
    sectors.add(Math.min(NUM_SECTORS - 1, Math.floor(turn * NUM_SECTORS)));
  }
  return {
    onRing: numOnRing / numPoints,
    inside: numInside / numPoints,
    coverage: sectors.size / NUM_SECTORS,
    meanDistance: sumDistance / numPoints,
    centerOffset: Math.hypot(sumX, sumY) / numPoints,
  };
}
