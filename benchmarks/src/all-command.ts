import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { engineNames, EngineUnavailableError, type EngineName } from '@cvg/backend';
import { startEngine, threadsOf } from './computer.js';
import type { KernelsResult } from './kernels-command.js';
import { BATCH_OF_SIZE } from './options.js';
import { assertTorch } from './pytorch.js';
import { sizeText } from './step-size.js';
import type { StepResult } from './step-command.js';

export interface AllOptions {
  readonly engines?: string;
  readonly threads?: number;
  readonly seconds: number;
  readonly python?: string;
  readonly out: string;
}

/** Plain JavaScript: measured by one small step, because a large one takes minutes. */
const SLOW: EngineName = 'cpu';
const SMALL = { size: 32, batch: 8, width: 0.25 } as const;

const PROGRAM = fileURLToPath(new URL('bench.js', import.meta.url));

/** Measures everything, each thing in a process of its own, one after the other; prints tables and writes JSON. */
export async function allCommand(options: AllOptions): Promise<void> {
  if (options.python !== undefined) assertTorch(options.python);
  const threads = threadsOf(options.threads);
  const engines = await enginesToMeasure(options, threads);
  const pythonArgs = options.python === undefined ? [] : ['--python', options.python];
  const shared = ['--threads', String(threads), '--json'];

  const steps: StepResult[] = [];
  const step = async (engine: EngineName, size: number, batch: number, more: string[]): Promise<void> => {
    const place = ['--engine', engine, '--size', String(size), '--batch', String(batch)];
    const seconds = ['--seconds', String(options.seconds)];
    const result = await bench<StepResult>(['step', ...place, ...seconds, ...shared, ...more]);
    steps.push(result);
    console.log(stepLine(result));
  };
  console.log(`A step of CVAE-GAN, images/s on ${threads} threads`);
  const fast = engines.filter((engine) => engine !== SLOW);
  for (const [size, batch] of Object.entries(BATCH_OF_SIZE)) {
    for (const [index, engine] of fast.entries()) {
      await step(engine, Number(size), batch, index === 0 ? pythonArgs : []);
    }
  }
  for (const engine of engines.includes(SLOW) ? engines : []) {
    await step(engine, SMALL.size, SMALL.batch, ['--width', String(SMALL.width)]);
  }

  const kernels: KernelsResult[] = [];
  console.log('\nConvolutions of a step at 64 px, batch 32; medians over layers');
  for (const engine of fast) {
    const result = await bench<KernelsResult>([
      'kernels',
      '--engine',
      engine,
      '--size',
      '64',
      '--batch',
      '32',
      ...shared,
    ]);
    kernels.push(result);
    console.log(kernelsLine(result));
  }
  write(resolve(options.out), { threads, steps, kernels });
}

/** Those that were asked for, or all that work here. */
async function enginesToMeasure({ engines }: AllOptions, threads: number): Promise<EngineName[]> {
  const working: EngineName[] = [];
  for (const engine of engines === undefined ? engineNames : (engines.split(',') as EngineName[])) {
    try {
      await startEngine(engine, threads);
      working.push(engine);
    } catch (error) {
      if (!EngineUnavailableError.isInstance(error) || engines !== undefined) throw error;
      console.log(`without ${engine}: ${error.reason}`);
    }
  }
  return working;
}

/** Runs this program with other arguments; resolves to the JSON that it prints. */
async function bench<T>(args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as T;
}

function stepLine(result: StepResult): string {
  const { engine, imagesPerSecond, peakRssMegabytes, libraryShare, pytorch } = result;
  const share = libraryShare === undefined ? '' : `, ${(100 * libraryShare).toFixed(0)} % in library kernels`;
  const line = `${sizeText(result).padEnd(30)}${engine.padEnd(16)}${imagesPerSecond.toPrecision(3).padStart(6)}, ${peakRssMegabytes.toFixed(0)} MB${share}`;
  if (pytorch === undefined) return line;
  const ratio = (imagesPerSecond / pytorch.imagesPerSecond).toFixed(2);
  const memory = (peakRssMegabytes / pytorch.peakRssMegabytes).toFixed(2);
  return `${line}\n${''.padEnd(30)}${`PyTorch ${pytorch.version}`.padEnd(16)}${pytorch.imagesPerSecond.toPrecision(3).padStart(6)}, ${pytorch.peakRssMegabytes.toFixed(0)} MB, ${pytorch.layout}: ${engine} has ${ratio} times its speed, ${memory} times its memory`;
}

function kernelsLine({ engine, backwardOverForward, overDirect, peak, notDirect }: KernelsResult): string {
  const direct =
    overDirect === undefined
      ? `oneDNN was not called directly: ${notDirect ?? ''}`
      : `${overDirect.toFixed(2)} of oneDNN called directly (peak of this machine ${peak?.toFixed(0) ?? '?'} GFLOP/s)`;
  return `${engine.padEnd(16)}gradients over forward ${backwardOverForward.toFixed(2)}; ${direct}`;
}

function write(file: string, results: object): void {
  const machine = { cpu: cpus()[0]?.model, processors: cpus().length, node: process.version };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ date: new Date().toISOString(), ...machine, ...results }, null, 2)}\n`,
  );
  console.log(`\nAll numbers: ${file}`);
}
