import { expect, it } from '@jest/globals';
import * as data from './index.js';

it('exports exactly these names; a change here is a change of the public interface', () => {
  expect(Object.keys(data).sort()).toEqual([
    'DataError',
    'ImageRejectedError',
    'NoImagesError',
    'datasetOf',
    'decodeImage',
    'detectDataset',
    'findIdxFiles',
    'loadIdxDataset',
    'loadImageFolder',
    'loadImages',
    'openPreparedData',
    'prepareFolder',
    'prepareIdx',
    'readIdx',
    'readIdxFile',
  ]);
});
