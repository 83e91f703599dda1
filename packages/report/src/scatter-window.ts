import type { Point } from './points.js';

/** A square part of the plane: from `center - reach` to `center + reach` on both axes. */
export interface ScatterWindow {
  readonly center: Point;
  /** Half of the side. */
  readonly reach: number;
}

export const isInside = ([x, y]: Point, { center, reach }: ScatterWindow): boolean =>
  Math.abs(x - center[0]) <= reach && Math.abs(y - center[1]) <= reach;

/** A square around all finite points, with a twentieth of its side to spare. Undefined: there are none. */
export function windowAround(pointSets: readonly (readonly Point[])[]): ScatterWindow | undefined {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const points of pointSets) {
    for (const [x, y] of points) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  }
  if (left > right) return undefined;
  const reach = Math.max(right - left, top - bottom) * 0.55;
  return { center: [(left + right) / 2, (bottom + top) / 2], reach: reach > 0 ? reach : 1 };
}
