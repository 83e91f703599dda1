/**
 * Milliseconds of a CVAE-GAN training step, and the kernels they go to.
 * Run: pnpm --filter @cvg/benchmarks step [--engine wasm] [--threads 1] [--steps 20] [--size 32] [--batch 64] [--width 0.25] [--profile]
 */
import '@tensorflow/tfjs-layers';
import { setTimeout as pause } from 'node:timers/promises';
import { useBackend, type EngineName } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { KernelClock } from './kernel-times.js';
import { TrainingStep } from './training-step.js';

interface Options {
  readonly engine: EngineName;
  readonly threads?: string;
  readonly steps: string;
  readonly size: string;
  readonly batch: string;
  readonly width: string;
  readonly profile?: boolean;
}

const options = new Command('step')
  .description('Milliseconds of a CVAE-GAN training step, and the kernels they go to.')
  .option('--engine <name>', 'what computes: onednn or wasm', 'wasm')
  .option('--threads <n>', 'threads to compute with')
  .option('--steps <n>', 'steps to measure', '20')
  .option('--size <n>', 'height and width of the images: 32, 64 or 128', '32')
  .option('--batch <n>', 'images in a batch', '64')
  .option('--width <n>', 'multiplier of the channels', '0.25')
  .option('--profile', 'also print the time by kernel')
  .parse()
  .opts<Options>();

const threads = options.threads === undefined ? {} : { threads: Number(options.threads) };
console.log((await useBackend(options.engine, { onednn: threads, wasm: threads })).description);
const clock = options.profile === true ? new KernelClock() : undefined;
const step = new TrainingStep({
  batch: Number(options.batch),
  imageSize: Number(options.size) as 32 | 64 | 128,
  channels: 1,
  numClasses: 10,
  latentSize: 64,
  width: Number(options.width),
});
for (let warmUp = 0; warmUp < 5; warmUp++) {
  step.run();
  await pause(1);
}
clock?.clear();
const { numTensors } = tf.memory();
const times: number[] = [];
for (let index = 0; index < Number(options.steps); index++) {
  clock?.rewind();
  const start = performance.now();
  step.run();
  times.push(performance.now() - start);
  await pause(1);
}
if (tf.memory().numTensors !== numTensors) throw new Error('The step leaks tensors.');
times.sort((a, b) => a - b);
const median = times[times.length >> 1] ?? NaN;
console.log(`step: median ${median.toFixed(0)} ms, fastest ${(times[0] ?? NaN).toFixed(0)} ms`);
console.log(`${((1000 * Number(options.batch)) / median).toFixed(0)} images/s`);
for (const { kernel, calls, milliseconds } of clock?.times() ?? []) {
  if (milliseconds >= 0.05) {
    console.log(`${kernel.padEnd(28)}${String(calls).padStart(5)}${milliseconds.toFixed(2).padStart(9)} ms`);
  }
}
