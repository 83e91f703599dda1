// @cvg/losses in a program of ES modules.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs
import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, meanFeatureMatching } from '@cvg/losses';

const real = tf.tensor2d([
  [1, 2],
  [3, 4],
]);
const fake = tf.tensor2d([
  [4, 3],
  [6, 3],
]);
const matching = tf.valueAndGrad((x) => meanFeatureMatching(real, x))(fake);
const kl = klDivergence(tf.tensor2d([[1, -2]]), tf.zeros([1, 2]));
console.log(
  JSON.stringify({
    matching: matching.value.arraySync(),
    gradient: matching.grad.arraySync(),
    kl: kl.arraySync(),
  }),
);
