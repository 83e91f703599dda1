import { expect, it } from '@jest/globals';
import * as api from './index.js';

it('exports exactly these names; a removal is a breaking change', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ClassifierScore',
    'EvaluatorFormatError',
    'EvaluatorLossError',
    'IntraClassDeviation',
    'TopOneAccuracy',
    'classifierScore',
    'deviationRatio',
    'intraClassDeviation',
    'loadEvaluator',
    'topOneAccuracy',
    'trainEvaluator',
  ]);
});
