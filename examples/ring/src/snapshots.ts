import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Point } from '@cvg/report';
import { replaceFile } from './replace-file.js';

/** Whether generated points are kept at an iteration: at 0, 100, 200, ..., 900, 1000, 2000, ..., and at every 100,000th. */
export const isSnapshot = (iteration: number): boolean =>
  iteration % 100_000 === 0 || /^[1-9]0{2,}$/.test(String(iteration));

const snapshotsOf = (run: string): string => join(run, 'snapshots');

/** Keeps the points that a method generates after some iterations, as JSON in the folder of its run. */
export async function writeSnapshot(run: string, iteration: number, points: readonly Point[]): Promise<void> {
  await mkdir(snapshotsOf(run), { recursive: true });
  const file = join(snapshotsOf(run), `iteration-${String(iteration).padStart(7, '0')}.json`);
  await replaceFile(file, JSON.stringify(points));
}

/** The points kept of a run by iteration, ascending. */
export async function readSnapshots(run: string): Promise<ReadonlyMap<number, readonly Point[]>> {
  const snapshots = new Map<number, readonly Point[]>();
  for (const name of (await readdir(snapshotsOf(run))).sort()) {
    const iteration = /^iteration-(\d+)\.json$/.exec(name)?.[1];
    if (iteration === undefined) continue;
    const text = await readFile(join(snapshotsOf(run), name), 'utf8');
    snapshots.set(Number(iteration), JSON.parse(text) as Point[]);
  }
  return snapshots;
}
