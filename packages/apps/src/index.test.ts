import { expect, it } from '@jest/globals';
import * as api from './index.js';

it('exports exactly these names; a removal is a breaking change', () => {
  expect(Object.keys(api).sort()).toEqual([
    'attributeDirection',
    'augmentationBatches',
    'boxDownsample',
    'classVectors',
    'eachClass',
    'encodeImages',
    'generateImages',
    'inpaint',
    'inpaintByDescent',
    'interpolateLatents',
    'mixedIdentities',
    'morph',
    'randomSquareMasks',
    'reconstruct',
    'sampleBatches',
    'sampleClass',
    'sampleGrid',
    'sampleImages',
    'sampleLatents',
    'shiftAttribute',
    'superResolve',
    'superResolveByDescent',
    'tileImages',
    'withLowFrequencies',
  ]);
});
