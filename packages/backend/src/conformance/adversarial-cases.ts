import * as tf from '@tensorflow/tfjs-core';
import { data, type ConformanceCase } from './conformance-case.js';

const KERNEL = 'CvgAdversarialStep';

/** Everything that an iteration changes. */
interface Variables {
  readonly generator: tf.Tensor[];
  readonly generatorSlots: tf.Tensor[];
  readonly averagedGenerator: tf.Tensor[];
  readonly discriminator: tf.Tensor[];
  readonly discriminatorSlots: tf.Tensor[];
}

interface Settings {
  readonly objective: 'adversarial' | 'meanFeatures';
  readonly critic: boolean;
  readonly movesGenerator: boolean;
  readonly optimizer: 'adam' | 'rmsprop';
}

const CONSTANTS = { learningRate: 1e-2, beta1: 0.5, beta2: 0.99, decay: 0.9, epsilon: 1e-8 } as const;
const [WEIGHT, CLIP, KEEP] = [0.7, 0.05, 0.8];
const UPDATES = { generator: 2, discriminator: 5 } as const;

/** ReLU between layers; features are the input of the last one. */
function forward(parameters: readonly tf.Tensor[], x: tf.Tensor): { y: tf.Tensor; features: tf.Tensor } {
  let [y, features] = [x, x];
  for (let at = 0; at < parameters.length; at += 2) {
    features = at === 0 ? x : tf.relu(y);
    y = tf.add(
      tf.matMul(features as tf.Tensor2D, parameters[at] as tf.Tensor2D),
      parameters[at + 1] as tf.Tensor,
    );
  }
  return { y, features };
}

/** Mean of -log(sigmoid(sign x)), or of -sign x. */
const judgement = (x: tf.Tensor, sign: number, critic: boolean): tf.Tensor =>
  tf.mean(critic ? tf.mul(x, -sign) : tf.softplus(tf.mul(x, -sign)));

function moved(
  parameters: readonly tf.Tensor[],
  slots: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
  optimizer: Settings['optimizer'],
  t: number,
): { parameters: tf.Tensor[]; slots: tf.Tensor[] } {
  const { learningRate, beta1, beta2, decay, epsilon } = CONSTANTS;
  const numSlots = slots.length / parameters.length;
  const results = parameters.map((parameter, index) => {
    const [g, [first, second]] = [gradients[index] as tf.Tensor, slots.slice(numSlots * index)] as [
      tf.Tensor,
      [tf.Tensor, tf.Tensor],
    ];
    if (optimizer === 'rmsprop') {
      const meanSquare = tf.add(tf.mul(first, decay), tf.mul(tf.square(g), 1 - decay));
      const step = tf.mul(tf.div(g, tf.add(tf.sqrt(meanSquare), epsilon)), learningRate);
      return { parameter: tf.sub(parameter, step), slots: [meanSquare] };
    }
    const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const root = tf.add(tf.sqrt(tf.div(v, 1 - beta2 ** t)), epsilon);
    const step = tf.mul(tf.div(tf.div(m, 1 - beta1 ** t), root), learningRate);
    return { parameter: tf.sub(parameter, step), slots: [m, v] };
  });
  return {
    parameters: results.map(({ parameter }) => parameter),
    slots: results.flatMap((result) => result.slots),
  };
}

/** The iteration in ordinary ops, with their recorded gradients. */
function definition(
  real: tf.Tensor,
  latents: tf.Tensor,
  before: Variables,
  { objective, critic, movesGenerator, optimizer }: Settings,
): tf.Tensor[] {
  const { generator, discriminator } = before;
  const fake = forward(generator, latents).y;
  const lossD = (...d: tf.Tensor[]): tf.Tensor =>
    tf.add(judgement(forward(d, real).y, 1, critic), judgement(forward(d, fake).y, -1, critic));
  const lossG = (...g: tf.Tensor[]): tf.Tensor => {
    const judged = forward(discriminator, forward(g, latents).y);
    if (objective === 'adversarial') return judgement(judged.y, 1, critic);
    const distance = tf.sub(tf.mean(judged.features, 0), tf.mean(forward(discriminator, real).features, 0));
    return tf.mul(tf.sum(tf.square(distance)), 0.5);
  };
  const gradientsD = tf.grads(lossD)(discriminator);
  const D = moved(discriminator, before.discriminatorSlots, gradientsD, optimizer, UPDATES.discriminator);
  const clipped = D.parameters.map((tensor) => (critic ? tf.clipByValue(tensor, -CLIP, CLIP) : tensor));
  if (!movesGenerator) {
    const { generatorSlots, averagedGenerator } = before;
    const unmoved = [...generator, ...generatorSlots, ...averagedGenerator];
    return [tf.stack([lossD(...discriminator)]), ...unmoved, ...clipped, ...D.slots];
  }
  const gradientsG = tf.grads((...g) => tf.mul(lossG(...g), WEIGHT))(generator);
  const G = moved(generator, before.generatorSlots, gradientsG, optimizer, UPDATES.generator);
  const averaged = before.averagedGenerator.map((tensor, index) =>
    tf.add(tf.mul(tensor, KEEP), tf.mul(G.parameters[index] as tf.Tensor, 1 - KEEP)),
  );
  const losses = tf.stack([lossD(...discriminator), lossG(...generator)]);
  return [losses, ...G.parameters, ...G.slots, ...averaged, ...clipped, ...D.slots];
}

/** The kernel changes its variables in place. */
function inPlace(real: tf.Tensor, latents: tf.Tensor, variables: Variables, settings: Settings): tf.Tensor[] {
  const losses = tf
    .engine()
    .runKernel<tf.Tensor>(KERNEL, { real, latents, ...variables } as unknown as tf.NamedTensorMap, {
      ...{ ...settings, ...CONSTANTS, weight: WEIGHT, clip: CLIP, keep: KEEP },
      ...{ generatorUpdates: UPDATES.generator, discriminatorUpdates: UPDATES.discriminator },
    });
  return [losses, ...Object.values(variables as unknown as Record<string, tf.Tensor[]>).flat()];
}

/** Kernel and bias of each layer. */
function layers(sizes: readonly number[], seed: number): tf.Tensor[] {
  return sizes.slice(1).flatMap((units, index) => {
    const inputs = sizes[index] ?? 1;
    return [
      tf.div(data([inputs, units], seed + 2 * index), Math.sqrt(inputs)),
      tf.mul(data([units], seed + 2 * index + 1), 0.1),
    ];
  });
}

const slotsOf = (parameters: readonly tf.Tensor[], numSlots: number, seed: number): tf.Tensor[] =>
  parameters.flatMap(({ shape }, index) =>
    Array.from({ length: numSlots }, (_, slot) => {
      const values = tf.mul(data(shape, seed + 2 * index + slot), 0.1);
      return slot === numSlots - 1 ? tf.square(values) : values;
    }),
  );

const settings: readonly Settings[] = (['adam', 'rmsprop'] as const).flatMap((optimizer) => [
  { objective: 'adversarial', critic: false, movesGenerator: true, optimizer },
  { objective: 'meanFeatures', critic: false, movesGenerator: true, optimizer },
  { objective: 'adversarial', critic: true, movesGenerator: true, optimizer },
  { objective: 'adversarial', critic: true, movesGenerator: false, optimizer },
]);

/** Batch, Z, D and the hidden layers: the paper's, and some that fill no vector. */
const shapes = [
  [64, 2, 2, 32, 64, 64],
  [7, 3, 5, 9, 6],
  [1, 1, 1, 11],
] as const;

/** Whole iterations of adversarial training against their definition. */
export const adversarialCases: readonly ConformanceCase[] = shapes.flatMap(
  ([batch, latentSize, dataSize, ...hidden]) =>
    settings.map((setting) => ({
      name: `${KERNEL} on ${[batch, latentSize, dataSize, ...hidden].join()} with ${JSON.stringify(setting)}`,
      kernel: KERNEL,
      atol: 1e-4,
      run: () =>
        tf.tidy(() => {
          const [real, latents] = [data([batch, dataSize], 1), data([batch, latentSize], 2)];
          const numSlots = setting.optimizer === 'adam' ? 2 : 1;
          const generator = layers([latentSize, ...hidden, dataSize], 10);
          const discriminator = layers([dataSize, ...hidden, 1], 30);
          const variables: Variables = {
            generator,
            generatorSlots: slotsOf(generator, numSlots, 50),
            averagedGenerator: layers([latentSize, ...hidden, dataSize], 70),
            discriminator,
            discriminatorSlots: slotsOf(discriminator, numSlots, 90),
          };
          const registered = tf.getKernel(KERNEL, tf.getBackend()) as unknown;
          return (registered == null ? definition : inPlace)(real, latents, variables, setting);
        }),
    })),
);
