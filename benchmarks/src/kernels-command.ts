import '@tensorflow/tfjs-layers';
import { startEngine, threadsOf } from './computer.js';
import { measureDirectly } from './direct-convolutions.js';
import { layerName, layersOfStep, PASSES, type Layer } from './layers.js';
import { measureLayer, type LayerSpeed } from './measure-layer.js';
import { median } from './median.js';
import type { EngineChoiceOptions, SizeOptions } from './options.js';
import { PAPER, sizeText, type Computer, type StepSize } from './step-size.js';

export interface KernelsOptions extends SizeOptions, EngineChoiceOptions {
  /** To spend on each pass of each layer. */
  readonly milliseconds: number;
  readonly json?: boolean;
}

/** One convolution of the networks; GFLOP/s. */
export interface LayerResult {
  readonly layer: string;
  readonly engine: LayerSpeed;
  /** oneDNN without an engine around it. */
  readonly direct?: LayerSpeed;
}

/** What `bench kernels --json` prints. */
export interface KernelsResult extends StepSize, Computer {
  readonly threads: number;
  /** GFLOP/s of multiply-adds on registers; without oneDNN to call directly it is unknown. */
  readonly peak?: number;
  readonly layers: readonly LayerResult[];
  /** Why oneDNN was not called directly. */
  readonly notDirect?: string;
  /** Median over layers and passes of the engine's speed over that of oneDNN called directly. */
  readonly overDirect?: number;
  /** Median over layers of the speed of both gradients together over that of the forward pass. */
  readonly backwardOverForward: number;
}

/** Measures the convolutions of a step in this process, and prints them. */
export async function kernelsCommand(options: KernelsOptions): Promise<void> {
  const threads = threadsOf(options.threads);
  const size: StepSize = { ...PAPER, imageSize: options.size, batch: options.batch, width: options.width };
  const computer = await startEngine(options.engine, threads, options.precision);
  const layers = await layersOfStep(size);
  const engine: LayerSpeed[] = [];
  for (const layer of layers) engine.push(await measureLayer(layer, options.milliseconds));
  process.env.OMP_NUM_THREADS = String(threads);
  const direct = measureDirectly(layers, options.milliseconds);
  const result = { ...size, ...computer, threads, ...summary(layers, engine, direct) };
  if (options.json === true) console.log(JSON.stringify(result));
  else printKernels(result);
}

function summary(
  layers: readonly Layer[],
  engine: readonly LayerSpeed[],
  direct: ReturnType<typeof measureDirectly>,
): Omit<KernelsResult, keyof StepSize | keyof Computer | 'threads'> {
  const measured = typeof direct === 'string' ? undefined : direct;
  const ratios = engine.flatMap((speed, index) =>
    PASSES.map((pass) => speed[pass] / (measured?.layers[index]?.[pass] ?? NaN)),
  );
  return {
    layers: layers.map((layer, index) => ({
      layer: layerName(layer),
      engine: engine[index] as LayerSpeed,
      ...(measured && { direct: measured.layers[index] }),
    })),
    backwardOverForward: median(engine.map(backwardOverForward)),
    ...(measured ? { peak: measured.peak, overDirect: median(ratios) } : { notDirect: direct as string }),
  };
}

/** Operations of both gradients by the time they take together, over those of the forward pass. */
function backwardOverForward({ Conv2D, Conv2DBackpropInput, Conv2DBackpropFilter }: LayerSpeed): number {
  return 2 / (1 / Conv2DBackpropInput + 1 / Conv2DBackpropFilter) / Conv2D;
}

function printKernels(result: KernelsResult): void {
  const { engine, description, layers, peak, overDirect, notDirect, backwardOverForward: backward } = result;
  console.log(`Convolutions of ${sizeText(result)} on ${engine} (${description}), GFLOP/s`);
  const cells = (speed: LayerSpeed | undefined): string =>
    speed === undefined ? '' : PASSES.map((pass) => speed[pass].toFixed(0).padStart(8)).join('');
  const passes = ['forward', 'images', 'filter'].map((name) => name.padStart(8)).join('');
  const isDirect = peak !== undefined;
  console.log(
    `${'batch x images * filter / stride'.padEnd(40)}${passes}${isDirect ? `   ${passes} (oneDNN)` : ''}`,
  );
  for (const { layer, engine: speed, direct } of layers) {
    console.log(`${layer.padEnd(40)}${cells(speed)}${isDirect ? `   ${cells(direct)}` : ''}`);
  }
  console.log(`gradients over forward, median: ${backward.toFixed(2)}`);
  if (isDirect && overDirect !== undefined) {
    console.log(
      `over oneDNN called directly, median: ${overDirect.toFixed(2)}; peak of this machine: ${peak.toFixed(0)}`,
    );
  } else console.log(`oneDNN was not called directly: ${notDirect ?? ''}`);
}
