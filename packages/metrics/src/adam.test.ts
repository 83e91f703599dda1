import { expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { Adam } from './adam.js';

function step(weight: tf.Variable): Record<string, tf.Tensor> {
  const { value, grads } = tf.variableGrads(
    () => tf.sum(tf.mul(tf.square(weight), tf.tensor1d([1, 0.1, 3]))),
    [weight],
  );
  value.dispose();
  return grads;
}

it('takes the steps of tf.train.adam', () => {
  const [ours, theirs] = [0, 1].map(() => tf.variable(tf.tensor1d(seededNormal(3, 4)))) as [
    tf.Variable,
    tf.Variable,
  ];
  const adam = new Adam([ours]);
  const reference = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
  for (let index = 0; index < 10; index++) {
    adam.apply(step(ours), 0.01);
    reference.applyGradients(Object.entries(step(theirs)).map(([name, tensor]) => ({ name, tensor })));
  }
  expect(ours).toBeAllClose(theirs, { rtol: 1e-4 });
});
it('moves by the rate of the step, and not at all at rate 0', () => {
  const weight = tf.variable(tf.tensor1d([1, -2, 0.5]));
  const adam = new Adam([weight]);
  adam.apply(step(weight), 0);
  expect(weight).toBeAllClose([1, -2, 0.5], { rtol: 0, atol: 0 });
  const fresh = new Adam([weight]);
  fresh.apply(step(weight), 0.25); // the first step is the rate times the sign of the gradient
  expect(weight).toBeAllClose([0.75, -1.75, 0.25]);
});
it('keeps two tensors a weight and frees them', () => {
  const weight = tf.variable(tf.tensor1d([1, -2, 0.5]));
  const before = tf.memory().numTensors;
  const adam = new Adam([weight]);
  const gradients = step(weight);
  adam.apply(gradients, 0.1);
  tf.dispose(gradients);
  expect(tf.memory().numTensors).toBe(before + 2);
  adam.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => adam.apply({}, 0.1)).toThrow(`there is no gradient of '${weight.name}'`);
});
