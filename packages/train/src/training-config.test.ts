import { describe, expect, it } from '@jest/globals';
import { PAPER_LOSS_WEIGHTS } from '@cvg/losses';
import { tinyOptions } from './__fixtures__/tiny.js';
import { RECIPES } from './recipes.js';
import { resolveTrainingConfig, type TrainingOptions } from './training-config.js';

const IMAGE = { kind: 'image', imageSize: 128, channels: 3 } as const;

describe('resolveTrainingConfig', () => {
  it("takes the paper's choices where nothing is said", () => {
    const config = resolveTrainingConfig({ numClasses: 530, networks: IMAGE, batchSize: 16 });
    expect(config).toMatchObject({
      recipe: 'cvae-gan',
      networks: { latentSize: 256, width: 1, upsampling: 'deconv' },
      reconstructionsAreFakes: true,
      priorClasses: 'uniform',
    });
    const { kl, pairwise, meanD, meanC } = PAPER_LOSS_WEIGHTS;
    expect(config.objective).toEqual({
      ...{ kl, pixels: pairwise, featuresD: pairwise, featuresC: pairwise, meanD, meanC },
    });
  });

  it('resolves a resolved config, also one that went through JSON, to itself', () => {
    const config = resolveTrainingConfig(tinyOptions({ objective: { kl: 0.5 } }));
    expect(config.objective).toEqual({ ...RECIPES['cvae-gan'].objective, kl: 0.5 });
    expect(resolveTrainingConfig(config)).toEqual(config);
    expect(resolveTrainingConfig(JSON.parse(JSON.stringify(config)) as TrainingOptions)).toEqual(config);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("trains a Wasserstein critic by RMSProp at the ring's rate, everything else by Adam", () => {
    expect(resolveTrainingConfig(tinyOptions({ recipe: 'wgan', numClasses: 0 })).optimizer).toMatchObject({
      name: 'rmsprop',
      learningRate: 5e-5,
    });
    expect(resolveTrainingConfig(tinyOptions()).optimizer).toMatchObject({ name: 'adam', beta1: 0.5 });
  });

  it.each<[string, object, string | RegExp]>([
    ['an unknown option', { batchSise: 3 }, /Unrecognized key: "batchSise"/],
    [
      'a size that is none',
      { networks: { kind: 'image', imageSize: 48, channels: 3 } },
      'networks.imageSize: Invalid option: expected one of 32|64|128',
    ],
    ['a number out of range', { batchSize: 0 }, /batchSize: .*>0/],
    ['a field inside', { optimizer: { name: 'adam', beta1: 1 } }, /optimizer\.beta1: /],
    [
      'a term of another method',
      { recipe: 'cvae', objective: { meanD: 1 } },
      'resolveTrainingConfig: objective: cvae has the terms kl, pixels, not meanD.',
    ],
    [
      'no term at all',
      { recipe: 'cvae', objective: { kl: 0, pixels: 0 } },
      'resolveTrainingConfig: objective: expected a term with a weight above 0.',
    ],
    ['missing classes', { numClasses: 0 }, 'resolveTrainingConfig: numClasses: cvae-gan needs classes.'],
  ])('refuses %s and names it', (_, overrides, message) => {
    expect(() => resolveTrainingConfig(tinyOptions(overrides))).toThrow(message);
  });
});
