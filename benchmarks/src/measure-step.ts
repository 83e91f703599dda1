import { setImmediate as nextTurn } from 'node:timers/promises';
import { Trainer, type TrainingBatch } from '@cvg/train';
import { KernelClock, type KernelTime } from './kernel-clock.js';
import { median } from './median.js';
import type { StepSize } from './step-size.js';

/** Speed of a training step on the current engine. */
export interface StepSpeed {
  /** Of the median step. */
  readonly imagesPerSecond: number;
  readonly medianMilliseconds: number;
  readonly fastestMilliseconds: number;
  /** Steps that were timed. */
  readonly steps: number;
  /** The most memory that this process has had. */
  readonly peakRssMegabytes: number;
}

/** Where the time of a step goes. */
export interface StepProfile {
  /** Share of the time in convolutions and matrix products, which are the library's. */
  readonly libraryShare: number;
  /** The slowest first. */
  readonly kernels: readonly KernelTime[];
}

/** Kernels that oneDNN, XNNPACK and their like compute. */
const LIBRARY_KERNELS = new Set([
  ...['Conv2D', 'FusedConv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  ...['BatchMatMul', '_FusedMatMul'],
]);

/** Steps before the first that counts: primitives, compiled code and memory pools are there after them. */
const WARM_UPS = 3;
const FEWEST_STEPS = 5;
const PROFILED_STEPS = 3;

/** A `cvae-gan` trainer and a batch of noise, which it learns from at every step. */
export class StepBench {
  private readonly trainer: Trainer;
  private readonly batch: TrainingBatch;

  constructor({ imageSize, batch, width, channels, numClasses, latentSize }: StepSize) {
    this.trainer = new Trainer({
      numClasses,
      batchSize: batch,
      networks: { kind: 'image', imageSize, channels, latentSize, width },
    });
    const shape = [batch, imageSize, imageSize, channels];
    const noise = (_: unknown, index: number): number => Math.sin(index * index); // in [-1, 1], without a pattern that matters
    this.batch = {
      images: Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, noise),
      labels: Int32Array.from({ length: batch }, (_, index) => index % numClasses),
      shape,
    };
  }

  /** Milliseconds of one step. */
  async step(): Promise<number> {
    const start = performance.now();
    await this.trainer.trainStep(this.batch);
    const milliseconds = performance.now() - start;
    await nextTurn();
    return milliseconds;
  }

  /**
   * Steps for about `seconds`, at least five. Where the first step takes longer than three times that it is the only one: an
   * engine that slow needs no warm-up.
   */
  async measure(seconds: number): Promise<StepSpeed> {
    const times = [await this.step()];
    if ((times[0] ?? 0) < 3000 * seconds) {
      for (let warmUp = 1; warmUp < WARM_UPS; warmUp++) await this.step();
      times.length = 0;
      for (let spent = 0; times.length < FEWEST_STEPS || spent < 1000 * seconds;) {
        const time = await this.step();
        times.push(time);
        spent += time;
      }
    }
    const milliseconds = median(times);
    return {
      imagesPerSecond: (1000 * this.trainer.config.batchSize) / milliseconds,
      medianMilliseconds: milliseconds,
      fastestMilliseconds: Math.min(...times),
      steps: times.length,
      peakRssMegabytes: process.resourceUsage().maxRSS / 1000,
    };
  }

  /** Times the kernels, which must be synchronous (onednn, wasm, cpu), in steps after those that were measured. */
  async profile(): Promise<StepProfile> {
    const clock = new KernelClock();
    let fastest = Infinity;
    for (let step = 0; step < PROFILED_STEPS; step++) {
      clock.rewind();
      fastest = Math.min(fastest, await this.step());
    }
    const kernels = clock.times();
    const library = kernels.filter(({ kernel }) => LIBRARY_KERNELS.has(kernel));
    const spent = library.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return { libraryShare: spent / fastest, kernels };
  }

  dispose(): void {
    this.trainer.dispose();
  }
}
