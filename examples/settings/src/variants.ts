import type { ComparedMethod } from '@cvg/cli';

type Recipe = ComparedMethod['recipe'];
type Training = ComparedMethod['training'];

const variant = (
  name: string,
  label: string,
  training?: Training,
  recipe: Recipe = 'cvae-gan',
): ComparedMethod => ({ name, label, recipe, training });

const adam = (learningRate: number): Training => ({ optimizer: { name: 'adam', learningRate } });

/** What the paper leaves open, or prints in two ways, one choice at a time: each method differs from the defaults by one. */
export const VARIANTS: readonly ComparedMethod[] = [
  variant('base', 'cvae-gan as it is'),
  variant('joint-bn', 'D normalises one joint batch', { discriminatorBatchNorm: 'joint' }),
  variant('batch-c', "C's features by batch statistics", { classifierStatistics: 'batch' }),
  variant('no-recon-fakes', 'reconstructions are no fakes', { reconstructionsAreFakes: false }),
  variant('printed-z', 'z as printed, exp(e)', { latentSampling: 'paper' }),
  variant('moving-d', 'moving means of f_D', { meanFeaturesD: 'moving' }),
  variant('scaled-means', 'scaled gradient of moving means', { movingMeans: { gradient: 'scaled' } }),
  variant('decay-99', 'moving means of decay 0.99', { movingMeans: { decay: 0.99 } }),
  variant('lambda34-1', 'weights of L_GD and L_GC: 1', { objective: { meanD: 1, meanC: 1 } }),
  variant('lr-2e-4', 'learning rate 2e-4', adam(2e-4)),
  variant('lr-5e-4', 'learning rate 5e-4', adam(5e-4)),
  variant('kl-1', 'weight of the KL: 1', { objective: { kl: 1 } }),
  variant('kl-0.06', 'weight of the KL: 1/16', { objective: { kl: 0.0625 } }),
  variant('beta1-0.9', 'beta 1 of Adam: 0.9', { optimizer: { name: 'adam', beta1: 0.9 } }),
  variant('cgan', 'cgan as it is', {}, 'cgan'),
  variant('cgan-2e-4', 'cgan, learning rate 2e-4', adam(2e-4), 'cgan'),
  variant('cgan-class-1', 'cgan, weight of the classes: 1', { objective: { classification: 1 } }, 'cgan'),
  variant('fm-cgan', 'fm-cgan as it is', {}, 'fm-cgan'),
  variant('fm-cgan-2e-4', 'fm-cgan, learning rate 2e-4', adam(2e-4), 'fm-cgan'),
  variant('fm-cgan-joint', 'fm-cgan, one joint batch', { discriminatorBatchNorm: 'joint' }, 'fm-cgan'),
  variant('fm-cgan-batch-c', 'fm-cgan, batch statistics of C', { classifierStatistics: 'batch' }, 'fm-cgan'),
  variant('fm-cgan-moving-d', 'fm-cgan, moving means of f_D', { meanFeaturesD: 'moving' }, 'fm-cgan'),
  variant('cvae', 'cvae as it is', {}, 'cvae'),
];
