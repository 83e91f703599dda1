import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { MovingStatisticsUpdates } from './moving-statistics-updates.js';

beforeAll(() => tf.setBackend('cpu'));

describe('MovingStatisticsUpdates', () => {
  const variables = () => ({
    movingMean: tf.variable(tf.tensor1d([1, -2])),
    movingVariance: tf.variable(tf.tensor1d([4, 1])),
  });
  const batch = (count: number) => ({
    ...{ mean: tf.keep(tf.tensor1d([3, 0])), variance: tf.keep(tf.tensor1d([2, 6])), count },
  });

  it('keeps 0.9 of the old value, with the unbiased variance', () => {
    const moving = variables();
    const updates = new MovingStatisticsUpdates();
    updates.collect({ ...moving, ...batch(5) });
    updates.commit();
    expect(moving.movingMean).toBeAllClose([1.2, -1.8]);
    // 0.9 [4, 1] + 0.1 [2, 6] 5 / 4
    expect(moving.movingVariance).toBeAllClose([3.85, 1.65]);
  });

  it('applies passes one after the other, and takes a single value for what it is', () => {
    const moving = variables();
    const updates = new MovingStatisticsUpdates();
    updates.collect({ ...moving, ...batch(1) });
    updates.collect({ ...moving, ...batch(1) });
    expect(updates.size).toBe(2);
    updates.commit();
    // m <- 0.9 m + 0.1 b twice: 0.81 m + 0.19 b
    expect(moving.movingMean).toBeAllClose([0.81 + 0.57, -1.62]);
    expect(moving.movingVariance).toBeAllClose([3.24 + 0.38, 0.81 + 1.14]);
  });

  it('dispose forgets; neither leaves tensors; it can be used again', () => {
    const moving = variables();
    const updates = new MovingStatisticsUpdates();
    const before = tf.memory().numTensors;
    updates.collect({ ...moving, ...batch(5) });
    updates.dispose();
    updates.commit();
    expect(moving.movingMean).toBeAllClose([1, -2]);
    updates.collect({ ...moving, ...batch(5) });
    updates.commit();
    expect(moving.movingMean).toBeAllClose([1.2, -1.8]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
