import { expect, it } from '@jest/globals';
import * as api from './index.js';

it('exports exactly these names; a removal is a breaking change', () => {
  expect(Object.keys(api).sort()).toEqual([
    'classVectors',
    'eachClass',
    'encodeImages',
    'generateImages',
    'inpaint',
    'interpolateLatents',
    'morph',
    'randomSquareMasks',
    'reconstruct',
    'sampleBatches',
    'sampleClass',
    'sampleGrid',
    'sampleImages',
    'sampleLatents',
    'tileImages',
  ]);
});
