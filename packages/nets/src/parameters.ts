import * as tf from '@tensorflow/tfjs-core';
import { keyedUniform, normalDraws } from './random.js';

/**
 * Spread of initial weights, drawn from N(0, sigma^2): `'he'` for layers before a ReLU (He et al., 2015,
 * `sigma^2 = 2 / fan in`), `'linear'` for outputs (`1 / fan in`), or sigma itself (DCGAN: 0.02).
 */
export type Initialization = 'he' | 'linear' | number;

/** The variables of a network while it is built. */
export class Parameters {
  readonly trainable = new Map<string, tf.Variable>();
  readonly statistics = new Map<string, tf.Variable>();

  /**
   * @param key - Seed and network, such as `'7/dcgan'`: with a layer's name it fixes the layer's draws.
   * @param initialize - Whether weights are drawn; a network about to be loaded starts from zeros instead.
   */
  constructor(
    readonly key: string,
    readonly initialize: boolean,
  ) {}

  /** A trainable kernel. @param fanIn - Inputs that one output sums. */
  kernel(name: string, shape: number[], initialization: Initialization, fanIn: number): tf.Variable {
    const size = tf.util.sizeFromShape(shape);
    const sigma =
      typeof initialization === 'number'
        ? initialization
        : Math.sqrt((initialization === 'he' ? 2 : 1) / fanIn);
    const values = this.initialize
      ? normalDraws(size, sigma, keyedUniform(`${this.key}/${name}`))
      : new Float32Array(size);
    return this.#add(this.trainable, name, values, shape, true);
  }

  /** A trainable value a channel, all equal at first. */
  perChannel(name: string, channels: number, value: number): tf.Variable {
    return this.#add(this.trainable, name, new Float32Array(channels).fill(value), [channels], true);
  }

  /** A moving statistic a channel. */
  statistic(name: string, channels: number, value: number): tf.Variable {
    return this.#add(this.statistics, name, new Float32Array(channels).fill(value), [channels], false);
  }

  /** Number of trainable parameters, of one layer if given. */
  count(layer?: string): number {
    let count = 0;
    for (const [name, variable] of this.trainable) {
      if (layer === undefined || name.startsWith(`${layer}/`)) count += variable.size;
    }
    return count;
  }

  #add(
    variables: Map<string, tf.Variable>,
    name: string,
    values: Float32Array,
    shape: number[],
    trainable: boolean,
  ): tf.Variable {
    const initial = tf.tensor(values, shape, 'float32');
    // tfjs refuses two variables of one name; the tensor's number tells networks of one spec apart.
    const variable = tf.variable(initial, trainable, `${this.key}/${name}#${initial.id}`);
    initial.dispose();
    variables.set(name, variable);
    return variable;
  }
}
