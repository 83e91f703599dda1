import { expect, it } from '@jest/globals';
import * as losses from './index.js';

it('exports exactly these names; a change here is a change of the public interface', () => {
  expect(Object.keys(losses).sort()).toEqual([
    'MovingFeatureMeans',
    'PAPER_LOSS_WEIGHTS',
    'ShapeError',
    'clipWeights',
    'criticLoss',
    'discriminatorLoss',
    'klDivergence',
    'meanFeatureMatching',
    'nonSaturatingGeneratorLoss',
    'pairwiseFeatureMatching',
    'perClassMeanFeatureMatching',
    'reparameterize',
    'resolveLossWeights',
    'softmaxClassification',
    'wassersteinGeneratorLoss',
    'weightedObjective',
  ]);
});
