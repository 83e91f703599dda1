import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';

/** Code of the ReLU in assembly/activation.ts. */
const RELU = 1;

interface Layer {
  /** Address of `[inputs, units]`. */
  readonly kernel: number;
  /** Address of `[units]`. */
  readonly bias: number;
  readonly inputs: number;
  readonly units: number;
}

/** What a forward pass read and wrote: addresses of `rows` rows each. */
export interface ForwardPass {
  readonly rows: number;
  readonly x: number;
  /** Of each layer, after its activation. */
  readonly outputs: readonly number[];
}

/** Hands out `floats` floats of working memory. */
type Take = (floats: number) => number;

/** A multilayer perceptron in the engine's memory: ReLU after every layer but the last, which is linear. */
export class Mlp {
  readonly layers: readonly Layer[];
  /** Addresses and sizes of kernels and biases, in the order in which they were given. */
  readonly parameters: readonly { readonly address: number; readonly size: number }[];
  /** Addresses of each kernel's transpose, once `transpose` has been called. */
  private transposed: readonly number[] = [];

  /**
   * @param name - For messages: the kernel and its input.
   * @param tensors - Kernel and bias of each layer in turn.
   * @throws RangeError - When they are no layers that follow one another.
   */
  constructor(
    name: string,
    private readonly engine: WasmEngine,
    tensors: readonly TensorInfo[],
  ) {
    const layers: Layer[] = [];
    for (let at = 0; at < tensors.length; at += 2) {
      const [kernel, bias] = [tensors[at], tensors[at + 1]];
      const [inputs = 0, units = 0] = kernel?.shape ?? [];
      const follows = at === 0 || inputs === layers.at(-1)?.units;
      if (!kernel || !bias || kernel.shape.length !== 2 || bias.shape.join() !== `${units}` || !follows) {
        const shapes = tensors.map(({ shape }) => `[${shape.join()}]`).join(' ');
        throw new RangeError(`${name}: expected kernels and biases of layers in a row, got ${shapes}.`);
      }
      layers.push({ kernel: engine.address(kernel), bias: engine.address(bias), inputs, units });
    }
    this.layers = layers;
    this.parameters = tensors.map((tensor) => ({
      address: engine.address(tensor),
      size: util.sizeFromShape(tensor.shape),
    }));
  }

  get numParameters(): number {
    return this.parameters.reduce((sum, { size }) => sum + size, 0);
  }

  /** Most units of a layer, its input counted as one. */
  get widest(): number {
    return Math.max(...this.layers.flatMap(({ inputs, units }) => [inputs, units]));
  }

  /** @param output - Where the last layer writes. */
  forward(x: number, rows: number, take: Take, output?: number): ForwardPass {
    const last = this.layers.length - 1;
    const outputs: number[] = [];
    this.layers.forEach(({ kernel, bias, inputs, units }, index) => {
      const from = outputs.at(-1) ?? x;
      const to = index === last && output !== undefined ? output : take(rows * units);
      this.engine.kernels.denseProduct(
        ...[from, inputs, 1, kernel, bias, rows, units, inputs, index < last ? 1 : 0, to],
      );
      outputs.push(to);
    });
    return { rows, x, outputs };
  }

  /** Some rows of a pass. */
  rowsOf({ x, outputs }: ForwardPass, first: number, rows: number): ForwardPass {
    return {
      rows,
      x: x + 4 * first * (this.layers[0]?.inputs ?? 0),
      outputs: outputs.map((address, index) => address + 4 * first * (this.layers[index]?.units ?? 0)),
    };
  }

  /** Prepares backward passes at the present weights. */
  transpose(take: Take): void {
    this.transposed = this.layers.map(({ kernel, inputs, units }) => {
      const to = take(inputs * units);
      this.engine.kernels.transposeMatrix(kernel, inputs, units, to);
      return to;
    });
  }

  /**
   * Goes back through the first `depth` layers.
   * @param dy - Gradient of the output of the last of them, `[rows, units]`; overwritten.
   * @param spare - Room for `[rows, widest]`; overwritten.
   * @param targets - Where the gradients of the parameters go, or of the input.
   */
  backward(
    { rows, x, outputs }: ForwardPass,
    depth: number,
    dy: number,
    spare: number,
    targets: { readonly parameters: readonly number[] } | { readonly x: number },
  ): void {
    const { kernels } = this.engine;
    let [delta, next] = [dy, spare];
    for (let index = depth - 1; index >= 0; index--) {
      const { inputs, units } = this.layers[index] as Layer;
      if (index < this.layers.length - 1) {
        kernels.activationGradient(delta, outputs[index] as number, rows * units, RELU, 0, delta);
      }
      if ('parameters' in targets) {
        const from = index === 0 ? x : (outputs[index - 1] as number);
        const [kernel, bias] = targets.parameters.slice(2 * index) as [number, number];
        kernels.denseProduct(from, 1, inputs, delta, 0, inputs, units, rows, 0, kernel);
        kernels.addRows(delta, rows, units, 1, bias);
        if (index === 0) return;
      }
      const to = index === 0 && 'x' in targets ? targets.x : next;
      kernels.denseProduct(
        ...[delta, units, 1, this.transposed[index] as number, 0, rows, inputs, units, 0, to],
      );
      [delta, next] = [to, delta];
    }
  }
}
