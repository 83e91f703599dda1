import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { leakedTensors, oracle } from './__fixtures__/cases.js';
import { meanFeatureMatching, MovingFeatureMeans, perClassMeanFeatureMatching } from './index.js';

const { steps, ...sizes } = oracle.movingMeans;
const batch = (seed: number): tf.Tensor2D => tf.tensor2d(seededNormal(8, seed), [4, 2]);

describe('perClassMeanFeatureMatching', () => {
  it.each(['straight-through', 'scaled'] as const)(
    'matches numpy over three steps, %s gradient',
    (gradient) => {
      const real = new MovingFeatureMeans(sizes);
      const fake = new MovingFeatureMeans({ ...sizes, gradient });
      for (const step of steps) {
        const { value, grad } = tf.valueAndGrad((x) =>
          perClassMeanFeatureMatching(
            real.prepare(tf.tensor2d(step.real, [4, 2]), step.realIds),
            fake.prepare(x as tf.Tensor2D, step.fakeIds),
          ),
        )(tf.tensor2d(step.fake, [4, 2]));
        expect(value).toBeAllClose(step.value);
        expect(grad).toBeAllClose(gradient === 'scaled' ? step.scaled : step.straightThrough);
        real.commit();
        fake.commit();
      }
    },
  );

  it('counts only classes seen on both sides: the others have no value and no gradient', () => {
    const real = new MovingFeatureMeans({ numClasses: 3, numFeatures: 2 });
    const fake = new MovingFeatureMeans({ numClasses: 3, numFeatures: 2 });
    const features = tf.tensor2d([1, 1, 9, 9, 9, 9, 9, 9], [4, 2]);
    const { value, grad } = tf.valueAndGrad((x) =>
      perClassMeanFeatureMatching(
        real.prepare(
          tf.tensor2d([
            [3, 3],
            [5, 5],
          ]),
          [0, 2],
        ),
        fake.prepare(x as tf.Tensor2D, [0, 1, 1, 1]),
      ),
    )(features);
    expect(value).toBeAllClose((2 ** 2 + 2 ** 2) / 2);
    expect(grad).toBeAllClose([-2, -2, 0, 0, 0, 0, 0, 0]);
  });

  it('is 0, with gradient 0, when no class was seen on both sides', () => {
    const [real, fake] = [1, 2].map(() => new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 })) as [
      MovingFeatureMeans,
      MovingFeatureMeans,
    ];
    const loss = (x: tf.Tensor): tf.Scalar =>
      perClassMeanFeatureMatching(real.read(), fake.prepare(x as tf.Tensor2D, [0, 1, 1, 1]));
    const { value, grad } = tf.valueAndGrad(loss)(batch(1));
    expect(value).toBeAllClose(0);
    expect(grad).toBeAllClose(new Array(8).fill(0));
  });

  it('is Eq. 2 for one class and no history', () => {
    const options = { numClasses: 1, numFeatures: 2, decay: 0 };
    const [real, fake] = [new MovingFeatureMeans(options), new MovingFeatureMeans(options)];
    const moving = tf.valueAndGrad((x) =>
      perClassMeanFeatureMatching(real.prepare(batch(1)), fake.prepare(x as tf.Tensor2D)),
    )(batch(2));
    const plain = tf.valueAndGrad((x) => meanFeatureMatching(batch(1), x as tf.Tensor2D))(batch(2));
    expect(moving.value).toBeAllClose(plain.value);
    expect(moving.grad).toBeAllClose(plain.grad);
  });

  it("has the gradient of central differences when it is 'scaled', the true gradient of the value", () => {
    const options = { numClasses: 2, numFeatures: 2, decay: 0.7, gradient: 'scaled' } as const;
    const [real, fake] = [new MovingFeatureMeans(options), new MovingFeatureMeans(options)];
    for (const means of [real, fake]) {
      means.prepare(batch(3), [0, 1, 0, 1]);
      means.commit();
    }
    const loss = (x: tf.Tensor): tf.Tensor =>
      perClassMeanFeatureMatching(
        real.prepare(batch(4), [0, 0, 1, 1]),
        fake.prepare(x as tf.Tensor2D, [1, 0, 0, 0]),
      );
    expect(maxGradientError(loss, batch(5))).toBeLessThan(1e-3);
  });

  it('sends no gradient to the real features', () => {
    const options = { numClasses: 1, numFeatures: 1 };
    const [real, fake] = [new MovingFeatureMeans(options), new MovingFeatureMeans(options)];
    const weight = tf.variable(tf.scalar(2));
    const { grads } = tf.variableGrads(() => {
      const [far, near] = [tf.mul(tf.ones([2, 1]), tf.mul(weight, 10)), tf.mul(tf.ones([3, 1]), weight)];
      return perClassMeanFeatureMatching(real.prepare(far as tf.Tensor2D), fake.prepare(near as tf.Tensor2D));
    });
    expect(Object.values(grads)[0] ?? []).toBeAllClose(2 - 20);
  });

  it('rejects sides of different sizes', () => {
    const real = new MovingFeatureMeans({ numClasses: 3, numFeatures: 2 });
    const fake = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 });
    expect(() => perClassMeanFeatureMatching(real.read(), fake.read())).toThrow(
      'perClassMeanFeatureMatching: fake.centers: expected shape [3,2], got [2,2].',
    );
  });

  it('tells features of a batch from centres', () => {
    const centers = new MovingFeatureMeans(sizes).read();
    const features = batch(1) as unknown as typeof centers;
    const message = 'expected the centres that prepare() or read() of a MovingFeatureMeans returns.';
    expect(() => perClassMeanFeatureMatching(features, centers)).toThrow(
      new TypeError(`perClassMeanFeatureMatching: real: ${message}`),
    );
    expect(() => perClassMeanFeatureMatching(centers, features)).toThrow(
      new TypeError(`perClassMeanFeatureMatching: fake: ${message}`),
    );
  });

  it('returns a scalar; a step with gradients leaks nothing', () => {
    const [real, fake] = [new MovingFeatureMeans(sizes), new MovingFeatureMeans(sizes)];
    const [x, y] = [batch(1), batch(2)];
    const loss = (fakeFeatures: tf.Tensor): tf.Scalar =>
      perClassMeanFeatureMatching(
        real.prepare(x, [0, 1, 0, 1]),
        fake.prepare(fakeFeatures as tf.Tensor2D, [0, 1, 2, 2]),
      );
    expect(loss(y).shape).toEqual([]);
    const step = (): void => {
      tf.dispose(tf.valueAndGrad(loss)(y));
      real.commit();
      fake.commit();
    };
    expect(leakedTensors(step)).toBe(0);
  });
});
