import { engineNames, EngineUnavailableError, type EngineName } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import { startEngine } from './start-engine.js';

/** An engine on this machine. */
export type EngineFinding =
  | {
      readonly name: EngineName;
      readonly available: true;
      /** Version, instruction sets, threads. */
      readonly description: string;
      /** GFLOP/s of one 5x5 convolution at 32x32 pixels: of 16 images with 128 channels, on a slow engine of one with 16. */
      readonly forward: number;
      /** GFLOP/s of its gradients with respect to images and filter together. */
      readonly backward: number;
    }
  | {
      readonly name: EngineName;
      readonly available: false;
      /** Why, and what to type to change it. */
      readonly reason: string;
    };

/** Every engine, and which one `'auto'` takes. */
export interface EngineFindings {
  readonly engines: readonly EngineFinding[];
  readonly auto: EngineName;
}

const [SIDE, KERNEL] = [32, 5];
/** The layer that engines are measured by. */
const LAYER = { channels: 128, batch: 16, repeats: 5 };
/** For an engine that takes longer than `SLOW_MS` for this one, it is this one. */
const SMALL_LAYER = { channels: 16, batch: 1, repeats: 2 };
const SLOW_MS = 10;

/**
 * Tries every engine, and measures those that start.
 * @returns A finding for each engine: its speed, or what it needs; and which one `'auto'` takes.
 */
export async function examineEngines(): Promise<EngineFindings> {
  const engines: EngineFinding[] = [];
  for (const name of engineNames) {
    try {
      const { description } = await startEngine(name);
      engines.push({ name, available: true, description, ...(await measure()) });
    } catch (error) {
      if (!EngineUnavailableError.isInstance(error)) throw error;
      engines.push({ name, available: false, reason: error.reason });
    }
  }
  return { engines, auto: (await startEngine('auto')).name };
}

/** Speed of the current engine. */
async function measure(): Promise<Speed> {
  await measureLayer(SMALL_LAYER); // what is prepared once
  const small = await measureLayer(SMALL_LAYER);
  return small.milliseconds > SLOW_MS ? small : measureLayer(LAYER);
}

interface Speed {
  readonly forward: number;
  readonly backward: number;
}

/** Speed at a layer, and what its forward pass took. */
async function measureLayer({
  channels,
  batch,
  repeats,
}: typeof LAYER): Promise<Speed & { readonly milliseconds: number }> {
  const draw = (shape: [number, number, number, number], deviation: number): tf.Tensor4D =>
    tf.randomNormal<tf.Rank.R4>(shape, 0, deviation, 'float32', 1);
  const images = draw([batch, SIDE, SIDE, channels], 1);
  const filter = draw([KERNEL, KERNEL, channels, channels], 0.02);
  const convolve = (x: tf.Tensor, by: tf.Tensor): tf.Tensor =>
    tf.conv2d(x as tf.Tensor4D, by as tf.Tensor4D, 1, 'same');
  const differentiate = tf.grads(convolve);
  const forward = await fastest(repeats, () => convolve(images, filter));
  const both = await fastest(repeats, () => differentiate([images, filter])); // it runs the forward pass, too
  tf.dispose([images, filter]);
  const operations = 2 * batch * SIDE ** 2 * KERNEL ** 2 * channels ** 2; // padding counts as work
  const rate = (milliseconds: number): number => operations / (milliseconds * 1e6);
  return {
    forward: rate(forward),
    backward: 2 * rate(Math.max(1e-3, both - forward)),
    milliseconds: forward,
  };
}

/** Milliseconds of the fastest of some runs. */
async function fastest(repeats: number, run: () => tf.Tensor | tf.Tensor[]): Promise<number> {
  let least = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) least = Math.min(least, await time(run));
  return least;
}

/** Milliseconds until results are there. */
async function time(run: () => tf.Tensor | tf.Tensor[]): Promise<number> {
  const start = performance.now();
  const results = [run()].flat();
  await results.at(-1)?.data();
  const milliseconds = performance.now() - start;
  tf.dispose(results);
  return milliseconds;
}
