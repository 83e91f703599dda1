import type { EngineChoice } from '@cvg/backend';
import type { Crop } from '@cvg/data';
import type { Command } from 'commander';
import type { CompareMethodsOptions } from '../workflows/compare-methods.js';
import { cropOption } from './crop-option.js';
import { integer, oneOf, positive } from './option-parsers.js';
import { engineOption, seedsOption } from './shared-options.js';

/** Flags of a program that compares methods, such as `cvg compare` and `cvg ablate`. */
export interface ComparisonFlags {
  readonly data: string;
  readonly out: string;
  readonly size: 32 | 64 | 128;
  readonly channels?: 1 | 3;
  readonly crop?: Crop;
  readonly steps: number;
  readonly batch: number;
  readonly width: number;
  readonly latent: number;
  readonly seeds: readonly number[];
  readonly engine: EngineChoice;
  readonly flip?: boolean;
  readonly perClass: number;
  readonly evaluatorSteps: number;
}

/** Defaults of a program that compares. */
export interface ComparisonDefaults {
  /** Folder of the comparison. */
  readonly out: string;
  /** @default none, it has to be given */
  readonly data?: string;
  /** @default 64 */
  readonly size?: 32 | 64 | 128;
  /** @default 5000 */
  readonly steps?: number;
  /** @default [0] */
  readonly seeds?: readonly number[];
  /** @default 1000 */
  readonly evaluatorSteps?: number;
}

/**
 * The options that `cvg train` has, for several runs at once, and those of the measurements.
 * @param command - Of commander; gets the options.
 * @param defaults - Of the options whose default differs from that of `cvg compare`.
 * @returns The command, to go on with.
 */
export function withComparisonOptions(command: Command, defaults: ComparisonDefaults): Command {
  const { out, data, size = 64, steps = 5000, seeds, evaluatorSteps = 1000 } = defaults;
  return command
    .requiredOption('--data <folder>', 'images to learn from', data)
    .option('--out <folder>', 'folder of the comparison', out)
    .option('--size <pixels>', 'side of the images: 32, 64 or 128', oneOf([32, 64, 128]), size)
    .option('--steps <n>', 'steps of every training', integer(1), steps)
    .addOption(seedsOption('a run of each method for each, as 0,1,2', seeds))
    .option('--width <share>', "share of the paper's numbers of channels", positive, 0.25)
    .option('--latent-size, --latent <n>', 'latent variables', integer(1), 64)
    .option('--batch-size, --batch <n>', 'images of a step', integer(1), 64)
    .option('--per-class <n>', 'images of each class to measure', integer(2), 100)
    .option('--evaluator-steps <n>', 'steps in which the judge learns', integer(1), evaluatorSteps)
    .addOption(engineOption())
    .option('--channels <n>', 'of photos: 3 colour, 1 grey (default: 3)', oneOf([1, 3]))
    .addOption(cropOption())
    .option('--flip', 'mirror half of the images (default for photos)')
    .option('--no-flip', 'never mirror images (default for idx files and prepared folders)');
}

/**
 * The flags as options of the workflow.
 * @param flags - What commander parsed of {@link withComparisonOptions}.
 * @returns All of {@link CompareMethodsOptions} but the methods.
 */
export function comparisonOptions({
  batch,
  latent,
  ...flags
}: ComparisonFlags): Omit<CompareMethodsOptions, 'methods'> {
  const { data, out, size, channels, crop, steps, width, seeds, engine, flip, perClass, evaluatorSteps } =
    flags;
  return {
    ...{ data, out, size, channels, crop, steps, width, seeds, engine, flip, perClass, evaluatorSteps },
    ...{ batchSize: batch, latentSize: latent },
  };
}
