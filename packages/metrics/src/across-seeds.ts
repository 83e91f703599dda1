import { assertComparable } from './comparable.js';
import { mergeSeeds, type Measurement } from './measurement.js';

/** The mean of one measurement repeated with other seeds. */
export interface RepeatedMeasurement<Name extends string = string> extends Measurement<Name> {
  /** Sample standard deviation of each value over the repetitions (dividing by their number less one); 0 for one. */
  readonly spread: Readonly<Record<Name, number>>;
  readonly repeats: number;
}

/**
 * Mean and spread of one measurement over runs with different seeds; n is that of one run.
 * @param measurements - At least one, of one metric.
 * @returns The measurement with the mean of each value, and `spread`, its standard deviation over the seeds.
 * @throws IncomparableError - They differ in more than their seeds.
 * @throws RangeError - There is no measurement.
 */
export function acrossSeeds<Name extends string>(
  measurements: readonly Measurement<Name>[],
): RepeatedMeasurement<Name> {
  const [first] = measurements;
  if (!first) throw new RangeError('acrossSeeds: expected at least one measurement, got none.');
  for (const other of measurements) assertComparable(first, other);
  const repeats = measurements.length;
  const [values, spread] = [{}, {}] as [Record<Name, number>, Record<Name, number>];
  for (const name of Object.keys(first.values) as Name[]) {
    const numbers = measurements.map((entry) => entry.values[name]);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / repeats;
    const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    values[name] = mean;
    spread[name] = repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
  }
  const { metric, n, splits, network, settings } = first;
  const seeds = mergeSeeds(...measurements.map((entry) => entry.seeds));
  return { metric, values, n, seeds, splits, network, settings, spread, repeats };
}
