import type { RepeatedMeasurement } from './across-seeds.js';
import { assertComparable } from './comparable.js';
import type { Measurement, SampleCounts, Seeds } from './measurement.js';

/** One number of a metric, and what it depends on in every row. */
export interface MeasurementColumn {
  readonly metric: string;
  /** Which of the metric's values, as `precision`. */
  readonly value: string;
  readonly n: SampleCounts;
  readonly splits: number;
  readonly network: string | null;
  readonly settings: Readonly<Record<string, number>>;
}

export interface MeasurementCell {
  readonly value: number;
  /** Over seeds, if the measurement was repeated (`acrossSeeds`). */
  readonly spread: number | undefined;
  readonly seeds: Seeds;
}

export interface MeasurementRow {
  readonly name: string;
  /** A cell a column; `undefined` where the metric was not measured. */
  readonly cells: readonly (MeasurementCell | undefined)[];
}

/** Results side by side; plain JSON. */
export interface MeasurementTable {
  readonly columns: readonly MeasurementColumn[];
  readonly rows: readonly MeasurementRow[];
}

/**
 * Puts the results of several methods side by side: a row a method, a column for each number of each metric, in the order of first mention.
 * Within a metric everything but the seeds must be equal, as its numbers mean nothing beside those of another n or network.
 * @param results - By the name of the method, its measurements, no metric twice.
 * @returns Columns, and rows with a cell a column.
 * @throws IncomparableError - n, the network, the splits or a setting of a metric differ.
 * @throws RangeError - A method has two measurements of one metric.
 */
export function sideBySide(results: Readonly<Record<string, readonly Measurement[]>>): MeasurementTable {
  const firsts = new Map<string, Measurement>();
  for (const [name, measurements] of Object.entries(results)) {
    const metrics = new Set<string>();
    for (const entry of measurements) {
      if (metrics.has(entry.metric)) {
        throw new RangeError(`sideBySide: '${name}' has two measurements of ${entry.metric}.`);
      }
      metrics.add(entry.metric);
      const first = firsts.get(entry.metric);
      if (first) assertComparable(first, entry);
      else firsts.set(entry.metric, entry);
    }
  }
  const columns = [...firsts.values()].flatMap(({ metric, values, n, splits, network, settings }) =>
    Object.keys(values).map((value) => ({ metric, value, n, splits, network, settings })),
  );
  const rows = Object.entries(results).map(([name, measurements]) => ({
    name,
    cells: columns.map(({ metric, value }) => cellOf(measurements, metric, value)),
  }));
  return { columns, rows };
}

function cellOf(
  measurements: readonly (Measurement | RepeatedMeasurement)[],
  metric: string,
  name: string,
): MeasurementCell | undefined {
  const found = measurements.find((entry) => entry.metric === metric);
  const value = found?.values[name];
  if (!found || value === undefined) return undefined;
  return { value, spread: 'spread' in found ? found.spread[name] : undefined, seeds: found.seeds };
}
