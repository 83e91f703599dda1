/**
 * GFLOP/s of convolutions forward and backward, engine by engine.
 * Run: pnpm --filter @cvg/benchmarks kernels [--engines wasm,wasm-single,wasm-stock,cpu] [--only <shape>] [--json <file>]
 * Each engine runs in a process of its own. `wasm-single` is wasm on one thread, `wasm-stock` tfjs-backend-wasm as it comes.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { EngineUnavailableError, useBackend } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { measureConvolution, type Throughput } from './measure.js';
import { convolutionShapes } from './shapes.js';

interface Options {
  readonly engines: string;
  readonly only?: string;
  readonly milliseconds: string;
  readonly json?: string;
  readonly engine?: string;
}

interface EngineResult {
  readonly engine: string;
  readonly description: string;
  readonly throughput: readonly Throughput[];
}

async function start(engine: string): Promise<string> {
  if (engine === 'wasm-stock') {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    return 'tfjs-backend-wasm as it comes, 1 thread';
  }
  if (engine === 'wasm-single') return (await useBackend('wasm', { wasm: { threads: 1 } })).description;
  return (await useBackend(engine as 'wasm' | 'cpu')).description;
}

/** Measures the engine of this process and prints JSON. */
async function measure(engine: string, { only, milliseconds }: Options): Promise<void> {
  const description = await start(engine);
  const shapes = convolutionShapes.filter(({ name }) => only === undefined || name === only);
  const throughput = shapes.map((shape) => measureConvolution(shape, Number(milliseconds)));
  console.log(JSON.stringify({ engine, description, throughput } satisfies EngineResult));
}

function table({ engine, description, throughput }: EngineResult): string {
  const cell = (value: number | null): string => (value === null ? '-' : value.toFixed(1)).padStart(16);
  const rows = throughput.map(
    (row) => row.shape.padEnd(14) + cell(row.forward) + cell(row.backwardInput) + cell(row.backwardFilter),
  );
  const header =
    'GFLOP/s'.padEnd(14) +
    ['forward', 'backward input', 'backward filter'].map((name) => name.padStart(16)).join('');
  return [`${engine}: ${description}`, header, ...rows, ''].join('\n');
}

function compare(options: Options): void {
  const results: EngineResult[] = [];
  for (const engine of options.engines.split(',')) {
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--engine', engine],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 },
    );
    if (child.status !== 0) process.exit(child.status ?? 1);
    const result = JSON.parse(child.stdout) as EngineResult;
    results.push(result);
    console.log(table(result));
  }
  if (options.json !== undefined) {
    const report = { cpu: cpus()[0]?.model, node: process.version, results };
    writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

const program = new Command('kernels')
  .description('GFLOP/s of convolutions forward and backward, engine by engine.')
  .option(
    '--engines <names>',
    'engines to measure: wasm, wasm-single, wasm-stock, cpu (slow)',
    'wasm,wasm-single,wasm-stock',
  )
  .option('--only <shape>', `one shape: ${convolutionShapes.map(({ name }) => name).join(', ')}`)
  .option('--milliseconds <n>', 'time to spend on each measurement', '300')
  .option('--json <file>', 'also write the results there')
  .option('--engine <name>', 'measure this engine in this process and print JSON')
  .parse();
const options = program.opts<Options>();
if (options.engine === undefined) {
  compare(options);
} else {
  try {
    await measure(options.engine, options);
  } catch (error) {
    if (!EngineUnavailableError.isInstance(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
