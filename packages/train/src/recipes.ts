/** The loss terms that E and G minimise, by the names under which they are weighted and logged. */
export type GenerativeTerm =
  /** L_KL, Eq. 5. */
  | 'kl'
  /** The part of L_G (Eq. 6) that compares pixels. */
  | 'pixels'
  /** The part of L_G that compares f_D. */
  | 'featuresD'
  /** The part of L_G that compares f_C. */
  | 'featuresC'
  /** L_GD, mean feature matching, Eq. 2. */
  | 'meanD'
  /** L_GC, per-class mean feature matching, Eq. 4. */
  | 'meanC'
  /** What the classical generator minimises: L'_GD = -log D(G(z)), or minus the critic's score of a WGAN. */
  | 'adversarial'
  /** Softmax loss of C on generated images: what makes the classical GAN conditional here. */
  | 'classification';

/** What D minimises: the cross entropy of Eq. 1, or the Wasserstein critic's loss with clipped weights. */
export type DiscriminatorObjective = 'cross-entropy' | 'wasserstein';

/** A method: what its generative side minimises, and how D is trained. Networks that no term needs are not built. */
export interface Recipe {
  /** Whether E and G are given the class. */
  readonly conditional: boolean;
  /** Weights of the terms of E and G; a term that is not listed does not belong to the method. */
  readonly objective: Readonly<Partial<Record<GenerativeTerm, number>>>;
  /** Left out exactly if the method has no D. */
  readonly discriminator?: DiscriminatorObjective;
}

/** A key of {@link RECIPES}. */
export type RecipeName =
  'cvae' | 'cgan' | 'fm-cgan' | 'cvae-gan' | 'vae' | 'gan' | 'wgan' | 'fm-gan' | 'vae-gan';

/** Eq. 7: lambda_1 to lambda_4 are 3, 1, 1e-3, 1e-3; lambda_2 stands before each of the three parts of L_G. */
const PAPER = { kl: 3, pixels: 1, featuresD: 1, featuresC: 1, meanD: 1e-3, meanC: 1e-3 } as const;

/**
 * The paper's method and those it is compared with (Section 5.1, Figure 4), over the same networks. The paper gives no weights for its
 * CGAN: with 1 and 1, -log D keeps G from learning the classes at all (docs/decisions/2026-11-27-open-choices.md).
 */
export const RECIPES: Readonly<Record<RecipeName, Recipe>> = Object.freeze({
  'cvae-gan': { conditional: true, objective: PAPER, discriminator: 'cross-entropy' },
  cvae: { conditional: true, objective: { kl: 3, pixels: 1 } },
  cgan: {
    conditional: true,
    objective: { adversarial: 1, classification: 10 },
    discriminator: 'cross-entropy',
  },
  'fm-cgan': { conditional: true, objective: { meanD: 1, meanC: 1 }, discriminator: 'cross-entropy' },
  'vae-gan': {
    conditional: false,
    objective: { kl: 3, pixels: 1, featuresD: 1, meanD: 1e-3 },
    discriminator: 'cross-entropy',
  },
  vae: { conditional: false, objective: { kl: 3, pixels: 1 } },
  gan: { conditional: false, objective: { adversarial: 1 }, discriminator: 'cross-entropy' },
  wgan: { conditional: false, objective: { adversarial: 1 }, discriminator: 'wasserstein' },
  'fm-gan': { conditional: false, objective: { meanD: 1 }, discriminator: 'cross-entropy' },
} as const satisfies Record<RecipeName, Recipe>);

/** How a Wasserstein critic is trained (Arjovsky et al., 2017, Algorithm 1). */
export const CRITIC = Object.freeze({
  /** G moves at every fifth step only, so that the critic is ahead of it. */
  stepsPerGeneratorStep: 5,
  /** The critic's weights are clipped to [-clip, clip]. */
  clip: 0.01,
});

/** Whether E and G move at a step: always, but for the steps of a Wasserstein critic between those of its G. */
export function isGeneratorStep({ discriminator }: Recipe, step: number): boolean {
  return discriminator !== 'wasserstein' || step % CRITIC.stepsPerGeneratorStep === 0;
}

/** Names of the recipes, the paper's own first. */
export const recipeNames = Object.keys(RECIPES) as readonly RecipeName[];

/** Whether a method has an encoder: one of its terms compares a reconstruction or its posterior. */
export function hasEncoder({ objective }: Recipe): boolean {
  return ['kl', 'pixels', 'featuresD', 'featuresC'].some((term) => term in objective);
}

/** Whether a method has a classifier: one of its terms uses C. */
export function hasClassifier({ objective }: Recipe): boolean {
  return ['featuresC', 'meanC', 'classification'].some((term) => term in objective);
}

/** Whether a method draws samples from the prior while it trains: a term of E and G, or D, looks at them. */
export function hasSamples({ objective, discriminator }: Recipe): boolean {
  return (
    discriminator !== undefined ||
    ['meanD', 'meanC', 'adversarial', 'classification'].some((term) => term in objective)
  );
}
