import { expect, it } from '@jest/globals';
import * as api from './index.js';

it('exports exactly these names; a removal is a breaking change', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ClassifierScore',
    'EvaluatorFormatError',
    'EvaluatorLossError',
    'FeatureStatistics',
    'IncomparableError',
    'IntraClassDeviation',
    'IntraClassDiversity',
    'TopOneAccuracy',
    'acrossSeeds',
    'classifierScore',
    'deviationRatio',
    'faceVerification',
    'frechetDistance',
    'intraClassDeviation',
    'intraClassDiversity',
    'judgeImages',
    'kernelDistance',
    'loadEvaluator',
    'measureGenerated',
    'measurement',
    'precisionRecallDensityCoverage',
    'psnr',
    'rocCurve',
    'sideBySide',
    'ssim',
    'topOneAccuracy',
    'trainEvaluator',
  ]);
});
