/** How many samples took part. */
export interface SampleCounts {
  /** Real ones; 0 where none take part. Of face verification: pairs. */
  readonly real: number;
  /** Those that are judged; 0 where none take part. */
  readonly generated: number;
}

/** Named seeds of the draws that numbers depend on, as `{ noise: [0], subsets: [0] }`; several where runs are averaged. */
export type Seeds = Readonly<Record<string, readonly number[]>>;

/** Numbers together with all that they depend on; plain JSON (but JSON has no infinite PSNR). */
export interface Measurement<Name extends string = string> {
  /** What was measured, as `frechetDistance`. */
  readonly metric: string;
  readonly values: Readonly<Record<Name, number>>;
  readonly n: SampleCounts;
  readonly seeds: Seeds;
  /** Parts of the samples over which a mean and a deviation were taken (splits, subsets, folds); 1 without. */
  readonly splits: number;
  /** SHA-256 of the network whose features or probabilities were used (`Evaluator.hash`); `null` where none was. */
  readonly network: string | null;
  /** Everything else that changes the numbers, as `{ neighbours: 5 }`. */
  readonly settings: Readonly<Record<string, number>>;
}

/** What {@link measurement} needs besides the numbers. */
export interface MeasurementContext {
  readonly n: { readonly real?: number; readonly generated?: number };
  readonly network: string | null;
  readonly seeds?: Seeds;
  /** @default 1 */
  readonly splits?: number;
  readonly settings?: Readonly<Record<string, number>>;
}

/**
 * Makes a {@link Measurement} of numbers that came from elsewhere, so that they can stand beside others.
 * @param metric - Its name; a table has one column of each name and value.
 * @param values - Numbers by name, such as `{ mean: 0.5 }`.
 * @param context - All that the numbers depend on.
 * @returns Plain JSON.
 * @throws RangeError - A count is no integer, or `network` no hash.
 */
export function measurement<Name extends string>(
  metric: string,
  values: Readonly<Record<Name, number>>,
  { n, network, seeds = {}, splits = 1, settings = {} }: MeasurementContext,
): Measurement<Name> {
  const { real = 0, generated = 0 } = n;
  for (const [name, count] of Object.entries({ real, generated })) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`measurement: n.${name} must be an integer >= 0, got ${count}.`);
    }
  }
  if (!Number.isSafeInteger(splits) || splits < 1) {
    throw new RangeError(`measurement: splits must be an integer >= 1, got ${splits}.`);
  }
  if (network !== null) assertNetwork('measurement: network', network);
  return { metric, values, n: { real, generated }, seeds, splits, network, settings };
}

/** Refuses what is no SHA-256 in hexadecimal. */
export function assertNetwork(name: string, network: string): void {
  if (!/^[0-9a-f]{64}$/.test(network)) {
    throw new RangeError(`${name} must be a SHA-256 of 64 hexadecimal digits, got '${network}'.`);
  }
}

/** The seeds of several sources under their names; of one name, all that differ. */
export function mergeSeeds(...sources: readonly (Seeds | undefined)[]): Seeds {
  const merged: Record<string, readonly number[]> = {};
  for (const source of sources) {
    for (const [name, seeds] of Object.entries(source ?? {})) {
      merged[name] = [...new Set([...(merged[name] ?? []), ...seeds])];
    }
  }
  return merged;
}
