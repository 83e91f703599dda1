import { keyedUniform, normalDraws } from '@cvg/nets';
import type { TrainingConfig } from './training-config.js';

/** The random numbers of one step. */
export interface StepDraws {
  /** r of Section 3.3, N(0, 1), `[B, Z]`; undefined without an encoder. */
  readonly noise: Float32Array | undefined;
  /** z_p of line 7, N(0, 1), `[B, Z]`. */
  readonly priorLatents: Float32Array;
  /** c_p of line 7, `[B]`; empty without classes. */
  readonly priorClasses: Int32Array;
  /** Of C's dropout masks. */
  readonly dropoutSeed: number;
}

/**
 * Draws from streams of their own, keyed by seed and step: the same on every engine, and a resumed run needs no state of a
 * random number generator.
 * @param hasEncoder - Whether r is needed.
 * @param step - Counts from 1.
 * @param labels - c_r of the step's batch.
 */
export function drawStep(
  config: TrainingConfig,
  hasEncoder: boolean,
  step: number,
  labels: Int32Array,
): StepDraws {
  const { batchSize, numClasses, priorClasses, seed } = config;
  const count = batchSize * config.networks.latentSize;
  const stream = (name: string): (() => number) => keyedUniform(`${seed}/${name}/${step}`);
  const classes = stream('classes');
  return {
    noise: hasEncoder ? normalDraws(count, 1, stream('noise')) : undefined,
    priorLatents: normalDraws(count, 1, stream('prior')),
    priorClasses:
      priorClasses === 'data' || numClasses === 0
        ? labels.slice()
        : Int32Array.from({ length: batchSize }, () => Math.floor(classes() * numClasses)),
    dropoutSeed: Math.floor(stream('dropout')() * 2 ** 31),
  };
}
