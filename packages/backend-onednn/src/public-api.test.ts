import { expect, it } from '@jest/globals';
import * as onednn from './index.js';

it('exports exactly these names', () => {
  expect(Object.keys(onednn).sort()).toEqual(['OnednnUnavailableError', 'registerOnednnBackend']);
});
