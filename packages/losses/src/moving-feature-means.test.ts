import { seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { leakedTensors, oracle } from './__fixtures__/cases.js';
import { MovingFeatureMeans, ShapeError, type MovingFeatureMeansOptions } from './index.js';

const { steps, ...sizes } = oracle.movingMeans;
const rows = (values: readonly (readonly number[])[]): tf.Tensor2D => tf.tensor2d(values as number[][]);
const batch = (seed: number): tf.Tensor2D => tf.tensor2d(seededNormal(8, seed), [4, 2]);

describe('MovingFeatureMeans', () => {
  it('holds the bias-corrected averages of numpy after every step', () => {
    const means = new MovingFeatureMeans(sizes);
    for (const step of steps) {
      means.prepare(tf.tensor2d(step.real, [4, 2]), Int32Array.from(step.realIds));
      means.commit();
      expect(means.read().centers).toBeAllClose(step.realCenters);
      expect(Array.from(means.read().numUpdates)).toEqual(step.realUpdates);
    }
  });

  it('starts with the mean of the first batch, and leaves classes alone that are not in a batch', () => {
    const means = new MovingFeatureMeans({ numClasses: 3, numFeatures: 2, decay: 0.99 });
    means.prepare(
      rows([
        [1, 2],
        [3, 4],
        [10, 20],
      ]),
      [0, 0, 2],
    );
    means.commit();
    expect(means.read().centers).toBeAllClose([2, 3, 0, 0, 10, 20]);
    means.prepare(rows([[5, 5]]), [1]);
    means.commit();
    expect(means.read().centers).toBeAllClose([2, 3, 5, 5, 10, 20]);
    expect(Array.from(means.read().numUpdates)).toEqual([1, 1, 1]);
  });

  it('is the plain batch mean with decay 0, and converges to a constant feature with any decay', () => {
    const plain = new MovingFeatureMeans({ numClasses: 1, numFeatures: 2, decay: 0 });
    for (const seed of [1, 2]) {
      expect(plain.prepare(batch(seed)).centers).toBeAllClose(tf.mean(batch(seed), 0, true));
      plain.commit();
    }
    const slow = new MovingFeatureMeans({ numClasses: 1, numFeatures: 1, decay: 0.999 });
    for (let i = 0; i < 20; i++) {
      slow.prepare(tf.fill([3, 1], 7));
      slow.commit();
    }
    expect(slow.read().centers).toBeAllClose(7); // without the correction: 0.14
  });

  it('changes nothing before commit, and forgets what is discarded or prepared anew', async () => {
    const means = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 });
    means.prepare(batch(1), [0, 1, 0, 1]);
    means.commit();
    const before = await means.state();
    means.prepare(tf.fill([4, 2], NaN), [0, 0, 0, 0]);
    expect(await means.state()).toEqual(before);
    means.discard();
    expect(() => means.commit()).toThrow(
      'MovingFeatureMeans.commit: expected a prepare() before it, got none.',
    );
    expect(await means.state()).toEqual(before);

    const once = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 });
    once.restore(before);
    for (const m of [means, once]) {
      if (m === means) m.prepare(batch(9), [1, 1, 1, 1]);
      m.prepare(batch(2), [1, 1, 0, 1]);
      m.commit();
    }
    expect(await means.state()).toEqual(await once.state());
  });

  it('survives the closure of variableGrads in which it is prepared', () => {
    const means = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 });
    const weight = tf.variable(tf.scalar(3));
    tf.variableGrads(() => {
      const { centers } = means.prepare(tf.mul<tf.Tensor2D>(tf.ones([2, 2]), weight), [0, 1]);
      return tf.sum(centers);
    });
    means.commit();
    expect(means.read().centers).toBeAllClose([3, 3, 3, 3]);
  });

  it('passes the gradient of the batch mean at full strength, or scaled by the rate of the update', () => {
    const gradientAtSecondUpdate = (gradient: 'straight-through' | 'scaled'): tf.Tensor => {
      const means = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2, decay: 0.75, gradient });
      means.prepare(batch(1), [0, 0, 1, 1]);
      means.commit();
      return tf.grad((x) => tf.sum(means.prepare(x as tf.Tensor2D, [0, 0, 0, 1]).centers))(batch(2));
    };
    const full = [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1, 1];
    expect(gradientAtSecondUpdate('straight-through')).toBeAllClose(full);
    const rate = (1 - 0.75) / (1 - 0.75 ** 2);
    expect(gradientAtSecondUpdate('scaled')).toBeAllClose(full.map((value) => value * rate));
  });

  it('continues exactly from a restored state', async () => {
    const run = (means: MovingFeatureMeans, seeds: readonly number[]): void => {
      for (const seed of seeds) {
        means.prepare(batch(seed), [seed % 3, 1, 2, 1]);
        means.commit();
      }
    };
    const [first, second] = [new MovingFeatureMeans(sizes), new MovingFeatureMeans(sizes)];
    run(first, [1, 2, 3]);
    second.restore(await first.state());
    run(first, [4, 5]);
    run(second, [4, 5]);
    expect(await second.state()).toEqual(await first.state()); // bit for bit
  });

  it('hands out copies: neither a state nor a restored array is connected to it', async () => {
    const means = new MovingFeatureMeans({ numClasses: 1, numFeatures: 1 });
    const state = { centers: Float32Array.of(2), numUpdates: Int32Array.of(1) };
    means.restore(state);
    state.centers[0] = 9;
    state.numUpdates[0] = 9;
    const copy = await means.state();
    expect(copy).toEqual({ centers: Float32Array.of(2), numUpdates: Int32Array.of(1) });
    copy.centers[0] = 8;
    expect(means.read().centers).toBeAllClose(2);
  });

  it('refuses a state that does not fit, and keeps its own', async () => {
    const means = new MovingFeatureMeans({ numClasses: 2, numFeatures: 1 });
    const numUpdates = Int32Array.of(1, 1);
    const refusals: [Float32Array, Int32Array, string][] = [
      [new Float32Array(3), numUpdates, 'centers: expected 2 values, got 3.'],
      [new Float32Array(2), Int32Array.of(1), 'numUpdates: expected 2 values, got 1.'],
      [Float32Array.of(1, NaN), numUpdates, 'centers: expected finite values.'],
      [new Float32Array(2), Int32Array.of(1, -1), 'numUpdates: expected integers >= 0.'],
    ];
    for (const [centers, counts, message] of refusals) {
      expect(() => means.restore({ centers, numUpdates: counts })).toThrow(
        new RangeError(`MovingFeatureMeans.restore: ${message}`),
      );
    }
    expect(await means.state()).toEqual({ centers: new Float32Array(2), numUpdates: new Int32Array(2) });
  });

  it('reads ids from a tensor, and names what is wrong with ids and features', () => {
    const means = new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 });
    const fromArray = means.prepare(batch(1), [1, 0, 1, 1]).centers.arraySync();
    expect(means.prepare(batch(1), tf.tensor1d([1, 0, 1, 1], 'int32')).centers.arraySync()).toEqual(
      fromArray,
    );
    const where = 'MovingFeatureMeans.prepare: classIds';
    expect(() => means.prepare(batch(1), tf.tensor1d([0, 0, 2, 0], 'int32'))).toThrow(
      new RangeError(`${where}[2]: expected an integer in [0, 2), got 2.`),
    );
    expect(() => means.prepare(batch(1), [0, 1])).toThrow(new ShapeError(where, [4], [2]));
    expect(() => means.prepare(batch(1))).toThrow(
      new TypeError(`${where}: expected them for more than one class.`),
    );
    expect(() => means.prepare(tf.zeros([4, 3]), [0, 0, 0, 0])).toThrow(
      'MovingFeatureMeans.prepare: features: expected shape [B,2], got [4,3].',
    );
  });

  it.each([
    [{ numClasses: 0 }, 'numClasses: expected an integer >= 1, got 0.'],
    [{ numFeatures: 1.5 }, 'numFeatures: expected an integer >= 1, got 1.5.'],
    [{ decay: 1 }, 'decay: expected a number in [0, 1), got 1.'],
    [{ decay: NaN }, 'decay: expected a number in [0, 1), got NaN.'],
    [{ gradient: 'none' }, "gradient: expected 'straight-through' or 'scaled', got 'none'."],
  ])('rejects the options %p', (wrong, message) => {
    const options = { numClasses: 2, numFeatures: 2, ...wrong } as MovingFeatureMeansOptions;
    expect(() => new MovingFeatureMeans(options)).toThrow(new RangeError(`MovingFeatureMeans: ${message}`));
  });

  it('holds one tensor, whatever happens, and none after dispose', () => {
    const x = batch(1);
    const before = tf.memory().numTensors;
    const means = tf.tidy(() => new MovingFeatureMeans({ numClasses: 2, numFeatures: 2 }) as never);
    const it = means as MovingFeatureMeans;
    expect(tf.memory().numTensors - before).toBe(1);
    const step = (): void => {
      it.prepare(x, [0, 0, 1, 1]);
      it.prepare(x, [0, 0, 1, 1]);
      it.commit();
      it.prepare(x, [0, 0, 1, 1]);
      it.discard();
    };
    expect(leakedTensors(step)).toBe(0);
    expect(
      leakedTensors(() => it.restore({ centers: new Float32Array(4), numUpdates: new Int32Array(2) })),
    ).toBe(0);
    it.prepare(x, [0, 0, 1, 1]);
    it.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
