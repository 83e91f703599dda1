import type { Ring } from './ring-data.js';

/** How well points lie on a ring. */
export interface RingScore {
  /** Share of the points within three standard deviations of the circle; 0.997 for the ring itself. */
  readonly onRing: number;
  /** Share of 36 equal sectors that hold such a point; 1 for a ring without gaps. */
  readonly coverage: number;
  /** Distance of the mean of the points from the centre. */
  readonly meanDistance: number;
}

const NUM_SECTORS = 36;

/** Scores points, x and y in turn. */
export function scoreRing(points: Float32Array, { center, radius, width }: Ring): RingScore {
  const numPoints = points.length / 2;
  const sectors = new Set<number>();
  let [numOnRing, sumX, sumY] = [0, 0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [(points[at] ?? NaN) - center[0], (points[at + 1] ?? NaN) - center[1]];
    sumX += x;
    sumY += y;
    if (!(Math.abs(Math.hypot(x, y) - radius) < 3 * width)) continue;
    numOnRing++;
    const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
    sectors.add(Math.min(NUM_SECTORS - 1, Math.floor(turn * NUM_SECTORS)));
  }
  return {
    onRing: numOnRing / numPoints,
    coverage: sectors.size / NUM_SECTORS,
    meanDistance: Math.hypot(sumX, sumY) / numPoints,
  };
}
