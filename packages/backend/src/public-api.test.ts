import { expect, it } from '@jest/globals';
import * as conformance from './conformance/index.js';
import * as backend from './index.js';

it('exports exactly these names', () => {
  expect(Object.keys(backend).sort()).toEqual([
    'EngineUnavailableError',
    'GpuFailureError',
    'engineNames',
    'useBackend',
  ]);
  expect(Object.keys(conformance).sort()).toEqual(['conformanceCases', 'runConformanceCase']);
});
