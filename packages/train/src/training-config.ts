import { z } from 'zod';
import { hasClassifier, RECIPES, recipeNames, type GenerativeTerm, type RecipeName } from './recipes.js';

const count = z.int().positive();
const decay = z.number().min(0).lt(1);

/** The paper's networks, scaled. */
const imageNetworks = z.strictObject({
  kind: z.literal('image'),
  /** Height and width of the images. */
  imageSize: z.literal([32, 64, 128]),
  /** 1 grey, 3 colour. */
  channels: z.literal([1, 3]),
  /** Z. */
  latentSize: count.default(256),
  /** Multiplier of every inner number of channels. */
  width: z.number().positive().default(1),
  /** How G doubles its maps. */
  upsampling: z.enum(['deconv', 'nearest']).default('deconv'),
  /** Layers whose outputs are f_D, such as `['conv2', 'conv3']`; left out: the input of the last layer. */
  discriminatorFeatures: z.array(z.string()).min(1).optional(),
  /** Layers whose outputs are f_C; left out: the input of the last layer. */
  classifierFeatures: z.array(z.string()).min(1).optional(),
});

/** The multilayer perceptrons of Section 4. */
const mlpNetworks = z.strictObject({
  kind: z.literal('mlp'),
  /** Numbers a sample has. */
  dataSize: count.default(2),
  /** Z. */
  latentSize: count.default(2),
  /** Units of the hidden layers of every network. */
  hiddenSizes: z.array(count).min(1).default([32, 64, 64]),
});

const adam = z.strictObject({
  name: z.literal('adam'),
  learningRate: z.number().positive().default(1e-3),
  beta1: decay.default(0.5),
  beta2: decay.default(0.999),
  epsilon: z.number().positive().default(1e-8),
});

const rmsProp = z.strictObject({
  name: z.literal('rmsprop'),
  learningRate: z.number().positive().default(5e-5),
  decay: decay.default(0.99),
  epsilon: z.number().positive().default(1e-8),
});

const trainingSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** The method. */
  recipe: z.enum(recipeNames as readonly [RecipeName, ...RecipeName[]]).default('cvae-gan'),
  /** Weights of the terms of E and G that differ from the recipe's; 0 drops a term (the ablations of Figure 8). */
  objective: z.record(z.string(), z.number().nonnegative()).default({}),
  /** K; 0 for data without classes. */
  numClasses: z.int().nonnegative(),
  networks: z.discriminatedUnion('kind', [imageNetworks, mlpNetworks]),
  /** m, the size of every batch. */
  batchSize: count,
  /** Of initial weights and every draw. */
  seed: z.int().default(0),
  /** Left out: Adam, or for `wgan` RMSProp (whose momentum-free steps its clipped critic needs). */
  optimizer: z.discriminatedUnion('name', [adam, rmsProp]).optional(),
  /** Share of the averaged weights of G that a step keeps; it grows to this value over the first steps. */
  averageDecay: decay.default(0.999),
  /** z of an image: `mean + r exp(e / 2)`, or the printed `mean + r exp(e)` of Section 3.3. */
  latentSampling: z.enum(['consistent', 'paper']).default('consistent'),
  /** Whether D counts reconstructions among the fakes, as line 9 prints. */
  reconstructionsAreFakes: z.boolean().default(true),
  /** c_p of line 7: uniform over the classes, or distributed as the data (the classes of the real batch). */
  priorClasses: z.enum(['uniform', 'data']).default('uniform'),
  /** The means of Eq. 2: of the minibatch, or moving averages ("moving historical averages" of Section 3.1). */
  meanFeaturesD: z.enum(['minibatch', 'moving']).default('minibatch'),
  /** The moving means of Eq. 4 (and of Eq. 2 where they move). */
  movingMeans: z
    .strictObject({
      /** Share of the old mean at an update. */
      decay: decay.default(0.9),
      /** Gradient of the batch mean at full strength, or scaled by 1 - decay. */
      gradient: z.enum(['straight-through', 'scaled']).default('straight-through'),
    })
    .prefault({}),
  /** D's batch norm: statistics of x_r, x_f and x_p each for itself, or of the three together. */
  discriminatorBatchNorm: z.enum(['separate', 'joint']).default('separate'),
  /** Batch norm of C where its features are compared: moving statistics, or those of the batch. */
  classifierStatistics: z.enum(['moving', 'batch']).default('moving'),
});

/** What a training takes; everything but the data's shape has a default. */
export type TrainingOptions = z.input<typeof trainingSchema>;

type Parsed = z.output<typeof trainingSchema>;

/** {@link TrainingOptions} with every default: plain JSON. The same config and batches give the same training. */
export interface TrainingConfig extends Readonly<Omit<Parsed, 'objective' | 'optimizer'>> {
  readonly objective: Readonly<Partial<Record<GenerativeTerm, number>>>;
  readonly optimizer: Readonly<NonNullable<Parsed['optimizer']>>;
}

/** Which optimiser, and its numbers. */
export type OptimizerConfig = TrainingConfig['optimizer'];
/** Adam (Kingma and Ba, 2015). */
export type AdamConfig = Readonly<z.output<typeof adam>>;
/** RMSProp, the default of `wgan`. */
export type RmsPropConfig = Readonly<z.output<typeof rmsProp>>;
/** Which networks are built, and how large. */
export type NetworksConfig = TrainingConfig['networks'];

/** A config says something that cannot be. Each problem names its field. */
function refuse(problems: readonly string[]): never {
  throw new RangeError(`resolveTrainingConfig: ${problems.join('; ')}.`);
}

/**
 * Merges with the defaults and validates. A resolved config resolves to itself.
 * @param options - Only `numClasses`, `networks` and `batchSize` must be given; the README lists all with their
 *   defaults.
 * @returns Every option, as plain JSON.
 * @throws RangeError that names every field in question.
 */
export function resolveTrainingConfig(options: TrainingOptions | TrainingConfig): TrainingConfig {
  const result = trainingSchema.safeParse(options);
  if (!result.success) {
    refuse(result.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`));
  }
  const parsed = result.data;
  const recipe = RECIPES[parsed.recipe];
  const unknown = Object.keys(parsed.objective).filter((term) => !(term in recipe.objective));
  if (unknown.length > 0) {
    refuse([
      `objective: ${parsed.recipe} has the terms ${Object.keys(recipe.objective).join(', ')}, not ${unknown.join(', ')}`,
    ]);
  }
  const objective: Partial<Record<GenerativeTerm, number>> = { ...recipe.objective, ...parsed.objective };
  if (Object.values(objective).every((weight) => weight === 0)) {
    refuse(['objective: expected a term with a weight above 0']);
  }
  if (parsed.numClasses === 0 && (recipe.conditional || hasClassifier(recipe))) {
    refuse([`numClasses: ${parsed.recipe} needs classes`]);
  }
  const optimizer =
    parsed.optimizer ??
    (recipe.discriminator === 'wasserstein'
      ? rmsProp.parse({ name: 'rmsprop' })
      : adam.parse({ name: 'adam' }));
  return Object.freeze({ ...parsed, objective, optimizer });
}
