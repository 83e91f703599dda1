import { expect, it } from '@jest/globals';
import { DATASET_LAYOUTS, readDataset } from './index.js';

it('names the layouts where there is none of that name', async () => {
  await expect(readDataset('LFW' as 'lfw', '.')).rejects.toThrow(
    new RangeError(`readDataset: layout must be one of ${DATASET_LAYOUTS.join(', ')}, got LFW.`),
  );
});
