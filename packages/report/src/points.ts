/** x and y. */
export type Point = readonly [number, number];

/** The finite points, from left to right. */
export function orderedPoints(points: readonly Point[]): readonly Point[] {
  return points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)).sort(([a], [b]) => a - b);
}

/**
 * At most `limit` points that draw the same line: the points are cut into equal parts, and of each part the lowest and the highest
 * stay. No peak is lost; the first and the last point stay.
 */
export function thinPoints(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const numParts = Math.floor(limit / 2) - 1;
  const kept = new Set([0, points.length - 1]);
  for (let part = 0; part < numParts; part++) {
    const end = Math.floor(((part + 1) * points.length) / numParts);
    let lowest = Math.floor((part * points.length) / numParts);
    let highest = lowest;
    for (let index = lowest; index < end; index++) {
      if (yOf(points, index) < yOf(points, lowest)) lowest = index;
      if (yOf(points, index) > yOf(points, highest)) highest = index;
    }
    kept.add(lowest).add(highest);
  }
  return points.filter((_, index) => kept.has(index));
}

/**
 * A smooth line through the points, at no more than `limit` of them: the value of a straight line fitted to the share `share` of
 * the points around. Far from the ends this is a moving average; at the ends it keeps the slope.
 */
export function smoothPoints(points: readonly Point[], share: number, limit: number): readonly Point[] {
  const last = points.length - 1;
  const reach = Math.floor((share * points.length) / 2);
  const step = Math.max(1, last / (limit - 1));
  const smooth: Point[] = [];
  for (let position = 0; Math.round(position) <= last; position += step) {
    const center = Math.round(position);
    const x = points[center]?.[0] ?? NaN;
    const around = points.slice(Math.max(0, center - reach), center + reach + 1);
    smooth.push([x, fittedAt(x, around)]);
  }
  return smooth;
}

/** The least-squares line through the points, at x. */
function fittedAt(center: number, points: readonly Point[]): number {
  let [sumX, sumXX, sumY, sumXY] = [0, 0, 0, 0];
  for (const [x, y] of points) {
    const distance = x - center;
    sumX += distance;
    sumXX += distance * distance;
    sumY += y;
    sumXY += distance * y;
  }
  const spread = points.length * sumXX - sumX * sumX;
  return spread > 0 ? (sumXX * sumY - sumX * sumXY) / spread : sumY / points.length;
}

const yOf = (points: readonly Point[], index: number): number => points[index]?.[1] ?? NaN;
