import '@tensorflow/tfjs-layers';
import { startEngine, threadsOf } from './computer.js';
import { StepBench, type StepProfile, type StepSpeed } from './measure-step.js';
import type { KernelTime } from './kernel-clock.js';
import type { EngineChoiceOptions, SizeOptions } from './options.js';
import { assertTorch, measurePytorch, type PytorchStep } from './pytorch.js';
import { PAPER, sizeText, type Computer, type StepSize } from './step-size.js';

export interface StepOptions extends SizeOptions, EngineChoiceOptions {
  /** How long to measure. */
  readonly seconds: number;
  readonly profile?: boolean;
  readonly python?: string;
  readonly json?: boolean;
}

/** What `bench step --json` prints. */
export interface StepResult
  extends StepSize, Computer, StepSpeed, Partial<Pick<StepProfile, 'libraryShare'>> {
  readonly threads: number;
  /** The same networks and step there, where a Python was given. */
  readonly pytorch?: PytorchStep;
}

/** Engines whose kernels have their results when they return, so that they can be timed one by one. */
const SYNCHRONOUS = ['onednn', 'wasm', 'cpu'];
const LEAST_MILLISECONDS = 0.05;

/** Measures a step in this process, and prints it. */
export async function stepCommand(options: StepOptions): Promise<void> {
  if (options.python !== undefined) assertTorch(options.python);
  const threads = threadsOf(options.threads);
  const size: StepSize = { ...PAPER, imageSize: options.size, batch: options.batch, width: options.width };
  const computer = await startEngine(options.engine, threads, options.precision);
  const bench = new StepBench(size);
  const speed = await bench.measure(options.seconds);
  const profile = SYNCHRONOUS.includes(computer.engine) ? await bench.profile() : undefined;
  bench.dispose();
  const pytorch = options.python && measurePytorch(options.python, size, options.seconds, threads);
  const result: StepResult = {
    ...{ ...computer, threads, ...size, ...speed },
    ...(profile && { libraryShare: profile.libraryShare }),
    ...(pytorch && { pytorch }),
  };
  if (options.json === true) console.log(JSON.stringify(result));
  else printStep(result, options.profile === true ? profile?.kernels : undefined);
}

function printStep(result: StepResult, kernels: readonly KernelTime[] = []): void {
  const { engine, description, libraryShare, pytorch } = result;
  console.log(`${sizeText(result)} on ${engine} (${description})`);
  console.log(speedText(result));
  if (libraryShare !== undefined) {
    console.log(`${(100 * libraryShare).toFixed(0)} % of a step are convolutions and matrix products`);
  }
  for (const { kernel, calls, milliseconds } of kernels) {
    if (milliseconds < LEAST_MILLISECONDS) continue;
    console.log(
      `  ${kernel.padEnd(28)}${String(calls).padStart(5)}${milliseconds.toFixed(2).padStart(9)} ms`,
    );
  }
  if (pytorch === undefined) return;
  console.log(`PyTorch ${pytorch.version}, ${pytorch.threads} threads, ${pytorch.layout}`);
  console.log(speedText(pytorch));
  console.log(`${(result.imagesPerSecond / pytorch.imagesPerSecond).toFixed(2)} times the speed of PyTorch`);
}

function speedText(speed: StepSpeed): string {
  const { imagesPerSecond, medianMilliseconds, fastestMilliseconds, steps, peakRssMegabytes } = speed;
  const times = `median ${medianMilliseconds.toFixed(0)} ms, fastest ${fastestMilliseconds.toFixed(0)} ms of ${steps}`;
  return `${imagesPerSecond.toPrecision(3)} images/s (${times}), peak RSS ${peakRssMegabytes.toFixed(0)} MB`;
}
