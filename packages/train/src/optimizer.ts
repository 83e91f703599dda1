import * as tf from '@tensorflow/tfjs-core';
import { adamRule } from './adam.js';
import { rmsPropRule } from './rms-prop.js';
import type { OptimizerConfig } from './training-config.js';

/** How one variable moves: what an optimiser remembers for it, and its formula. */
export interface UpdateRule {
  /** Names of what is remembered for each variable, such as `m` and `v`; all are 0 at first. */
  readonly slots: readonly string[];
  /**
   * One update.
   * @param slots - What is remembered, in the order of the names.
   * @param numUpdates - How many updates there are with this one, from 1.
   * @returns The new parameter, then the new slots.
   */
  update(
    parameter: tf.Tensor,
    gradient: tf.Tensor,
    slots: readonly tf.Tensor[],
    numUpdates: number,
  ): tf.Tensor[];
}

/** The rule of a config. */
export function updateRule(config: OptimizerConfig): UpdateRule {
  return config.name === 'adam' ? adamRule(config) : rmsPropRule(config);
}

/** Updates the variables of one network, and remembers what its rule needs. Holds tensors: `dispose` frees them. */
export class Optimizer {
  /** How many updates were made; part of the state. */
  numUpdates = 0;
  /** What is remembered, by slot and name of the variable, such as `m/fc1/kernel`; part of the state. */
  readonly slots = new Map<string, tf.Variable>();
  readonly #variables: ReadonlyMap<string, tf.Variable>;
  readonly #rule: UpdateRule;

  /** @param variables - By the network's own names, which stay the same from run to run. */
  constructor(variables: ReadonlyMap<string, tf.Variable>, rule: UpdateRule) {
    this.#variables = variables;
    this.#rule = rule;
    for (const [name, variable] of variables) {
      for (const slot of rule.slots) {
        const zeros = tf.zerosLike(variable);
        this.slots.set(`${slot}/${name}`, tf.variable(zeros, false));
        zeros.dispose();
      }
    }
  }

  /**
   * Moves every variable once.
   * @param gradients - By the name that tfjs gives a variable, as `tf.variableGrads` returns them.
   */
  apply(gradients: Readonly<tf.NamedTensorMap>): void {
    this.numUpdates++;
    for (const [name, variable] of this.#variables) {
      const gradient = gradients[variable.name];
      if (gradient === undefined)
        throw new Error(`Optimizer.apply: expected a gradient of ${name}, got none.`);
      const slots = this.#rule.slots.map((slot) => this.slots.get(`${slot}/${name}`) as tf.Variable);
      tf.tidy(() => {
        const updated = this.#rule.update(variable, gradient, slots, this.numUpdates);
        [variable, ...slots].forEach((target, index) => target.assign(updated[index] as tf.Tensor));
      });
    }
  }

  dispose(): void {
    tf.dispose([...this.slots.values()]);
  }
}
