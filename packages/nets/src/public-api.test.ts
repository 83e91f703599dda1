import { expect, it } from '@jest/globals';
import * as nets from './index.js';

it('exports exactly these names; a change here is a change of the public interface', () => {
  expect(Object.keys(nets).sort()).toEqual([
    'MovingStatisticsUpdates',
    'ShapeError',
    'WeightsFormatError',
    'buildClassifier',
    'buildDiscriminator',
    'buildEncoder',
    'buildGenerator',
    'buildNetwork',
    'buildNetworks',
    'decodeSafetensors',
    'encodeSafetensors',
    'hasKernel',
    'keyedUniform',
    'loadNetwork',
    'loadNetworkWeights',
    'moveAverage',
    'networkWeights',
    'normalDraws',
    'saveNetwork',
    'toLayersModel',
  ]);
});
