import { describe, expect, it } from '@jest/globals';
import { ShapeError } from './index.js';

describe('ShapeError', () => {
  it('says what was expected and what came, and carries both', () => {
    const error = new ShapeError('meanFeatureMatching: fake', ['N', 128], [16, 64]);
    expect(error.message).toBe('meanFeatureMatching: fake: expected shape [N,128], got [16,64].');
    expect(error).toMatchObject({
      name: 'ShapeError',
      argument: 'meanFeatureMatching: fake',
      expected: ['N', 128],
      actual: [16, 64],
    });
  });

  it('is recognised across copies of the package, and nothing else is', () => {
    const foreign = Object.assign(new Error('other copy'), { [Symbol.for('@cvg/losses.ShapeError')]: true });
    expect(ShapeError.isInstance(foreign)).toBe(true);
    expect(ShapeError.isInstance(new ShapeError('f: x', [1], [2]))).toBe(true);
    expect([new Error('no'), null, undefined, 'ShapeError'].some(ShapeError.isInstance)).toBe(false);
  });
});
