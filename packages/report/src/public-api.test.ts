import { expect, it } from '@jest/globals';
import * as report from './index.js';

it('exports exactly these names; a change here is a change of the public interface', () => {
  expect(Object.keys(report).sort()).toEqual([
    'barChart',
    'encodePng',
    'lineChart',
    'reportHtml',
    'scatterChart',
  ]);
});
