import { expect, it } from '@jest/globals';
import * as data from './index.js';

it('exports exactly these names; a change here is a change of the public interface', () => {
  expect(Object.keys(data).sort()).toEqual([
    'DATASET_LAYOUTS',
    'DataError',
    'ImageRejectedError',
    'NoImagesError',
    'alignFace',
    'applyTransform',
    'canonicalFace',
    'datasetOf',
    'decodeImage',
    'decodePixels',
    'detectDataset',
    'faceCrops',
    'findIdxFiles',
    'lfwIdentities',
    'loadIdxDataset',
    'loadImageFolder',
    'loadImages',
    'mainFace',
    'openFaceDetector',
    'openPreparedData',
    'prepareFolder',
    'prepareIdx',
    'prepareRecords',
    'readDataset',
    'readIdx',
    'readIdxFile',
    'readLandmarks',
    'readLfwPairs',
    'readLfwPeople',
    'similarityTransform',
    'withLandmarks',
    'writeGenerated',
  ]);
});
