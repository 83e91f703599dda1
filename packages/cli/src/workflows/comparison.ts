import type { Measurement, MeasurementTable } from '@cvg/metrics';
import type { ComparisonSettings } from './comparison-data.js';

/** One run of a comparison, and what was measured of it. */
export interface ComparedRun {
  readonly method: string;
  readonly seed: number;
  /** Inside the comparison's folder. */
  readonly folder: string;
  /** Steps of training. */
  readonly step: number;
  readonly measurements: readonly Measurement[];
}

/** What a comparison found: `comparison.json`. */
export interface Comparison {
  readonly version: 1;
  /** What all runs share. */
  readonly settings: ComparisonSettings;
  /** The prepared images. */
  readonly data: { readonly folder: string; readonly fingerprint: string };
  readonly seeds: readonly number[];
  readonly classes: readonly string[];
  /** The judge of all: `accuracy` on `n` held-out images. */
  readonly evaluator: {
    readonly hash: string;
    readonly steps: number;
    readonly accuracy: number;
    readonly n: number;
  };
  /** Images of each class in every set that was measured. */
  readonly perClass: number;
  /** Which real images are what: those of the row of real images, and those that all rows are compared with. */
  readonly splits: { readonly real: 'held-out'; readonly reference: 'train' };
  /** Means and standard deviations over the seeds: a row of real images, then a row a method. */
  readonly table: MeasurementTable;
  readonly runs: readonly ComparedRun[];
}

/** Name of the row of real images. */
export const REAL = 'real, held out';
