import * as tf from '@tensorflow/tfjs-core';
import { keyedUniform, uniformDraws } from './random.js';
import { requireWeight, type WeightValues } from './weight-values.js';

/** How a network's weights start: drawn from its seed, or with the values of a file. */
export type InitialWeights = 'seeded' | ReadonlyMap<string, WeightValues>;

/** The variables of a network while it is built. */
export class Parameters {
  readonly trainable = new Map<string, tf.Variable>();
  readonly statistics = new Map<string, tf.Variable>();

  /**
   * @param key - Seed and network, such as `'7/dcgan'`: with a layer's name it fixes the layer's draws.
   * @param weights - Where the values come from.
   */
  constructor(
    readonly key: string,
    readonly weights: InitialWeights,
  ) {}

  /**
   * A trainable kernel, drawn from U(-b, b) with `b = 1 / sqrt(fan in)`: the initial weights of Torch, in which the paper's model
   * was written.
   * @param fanIn - Weights of one filter or unit.
   */
  kernel(name: string, shape: number[], fanIn: number): tf.Variable {
    const size = tf.util.sizeFromShape(shape);
    const draw = (): Float32Array =>
      uniformDraws(size, 1 / Math.sqrt(fanIn), keyedUniform(`${this.key}/${name}`));
    return this.#add(this.trainable, name, shape, draw);
  }

  /** A trainable value a channel, all equal at first. */
  perChannel(name: string, channels: number, value: number): tf.Variable {
    return this.#add(this.trainable, name, [channels], () => new Float32Array(channels).fill(value));
  }

  /** A moving statistic a channel. */
  statistic(name: string, channels: number, value: number): tf.Variable {
    return this.#add(this.statistics, name, [channels], () => new Float32Array(channels).fill(value));
  }

  /** Number of trainable parameters, of one layer if given. */
  count(layer?: string): number {
    let count = 0;
    for (const [name, variable] of this.trainable) {
      if (layer === undefined || name.startsWith(`${layer}/`)) count += variable.size;
    }
    return count;
  }

  /** Frees all variables. */
  dispose(): void {
    for (const variable of [...this.trainable.values(), ...this.statistics.values()]) variable.dispose();
  }

  #add(
    variables: Map<string, tf.Variable>,
    name: string,
    shape: number[],
    draw: () => Float32Array,
  ): tf.Variable {
    const initial = tf.tensor(this.#valuesOf(name, shape, draw), shape, 'float32');
    // tfjs refuses two variables of one name; the tensor's number tells networks of one spec apart.
    const variableName = `${this.key}/${name}#${initial.id}`;
    const variable = tf.variable(initial, variables === this.trainable, variableName);
    initial.dispose();
    variables.set(name, variable);
    return variable;
  }

  #valuesOf(name: string, shape: number[], draw: () => Float32Array): Float32Array {
    if (this.weights === 'seeded') return draw();
    try {
      // A copy: on some engines a tensor keeps the array it was made from.
      return requireWeight('loadNetwork', this.weights, name, shape).slice();
    } catch (error) {
      this.dispose(); // The network will not come to be.
      throw error;
    }
  }
}
