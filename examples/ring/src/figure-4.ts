import { scatterChart, type Point } from '@cvg/report';
import { RING, RingSource } from './ring-data.js';

/** Points by iteration, ascending, of one method. */
export type Snapshots = ReadonlyMap<number, readonly Point[]>;

/** Iterations shown side by side. */
const MAX_COLUMNS = 6;
/** Points shown in a panel, of each kind. */
const NUM_DOTS = 400;

/** Whether an iteration is shown: 0, 100, 200, 500, 1000, 2000, ... */
const isColumn = (iteration: number): boolean => /^(0|[125]0{2,})$/.test(String(iteration));

/** Figure 4: a row a method, a column an iteration: the last one, and such before it, six at most, that all methods have. */
export async function figure4(methods: ReadonlyMap<string, Snapshots>): Promise<string> {
  const [first = new Map<number, never>(), ...others] = methods.values();
  const iterations = [...first.keys()]
    .filter((iteration) => others.every((snapshots) => snapshots.has(iteration)))
    .filter((iteration, index, all) => isColumn(iteration) || index === all.length - 1)
    .slice(-MAX_COLUMNS);
  const rows = [...methods].map(([label, snapshots]) => ({
    label,
    panels: iterations.map((iteration) => snapshots.get(iteration)?.slice(0, NUM_DOTS) ?? []),
  }));
  const { images } = await new RingSource(NUM_DOTS, 0).next();
  return scatterChart({
    title: 'The ring, after iterations of each method',
    columns: iterations.map((iteration) => iteration.toLocaleString('en-US')),
    rows,
    reference: Array.from({ length: NUM_DOTS }, (_, at): Point => [
      images[2 * at] ?? NaN,
      images[2 * at + 1] ?? NaN,
    ]),
    window: { center: RING.center, reach: reachOf(rows.flatMap(({ panels }) => panels.at(-1) ?? [])) },
  });
}

/** Half of the side of a window around the ring with most of some points, and twice the ring at least. */
function reachOf(points: readonly Point[]): number {
  const [centerX, centerY] = RING.center;
  const distances = points.map(([x, y]) => Math.hypot(x - centerX, y - centerY)).sort((a, b) => a - b);
  return Math.max(2 * RING.radius, 2.5 * (distances[distances.length >> 1] ?? 0));
}
