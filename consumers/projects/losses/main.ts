// @cvg/losses in a strict TypeScript program.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs
import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, meanFeatureMatching, resolveLossWeights, type LossWeights } from '@cvg/losses';

const weights: LossWeights = resolveLossWeights({ kl: 1 });
// @ts-expect-error A loss is one number: without types this line would be none.
const vector: tf.Tensor1D = klDivergence(tf.zeros([1, 2]), tf.zeros([1, 2]));
vector.dispose();

const real = tf.tensor2d([
  [1, 2],
  [3, 4],
]);
const fake = tf.tensor2d([
  [4, 3],
  [6, 3],
]);
const matching = tf.valueAndGrad((x) => meanFeatureMatching(real, x as tf.Tensor2D))(fake);
const kl = tf.mul(klDivergence(tf.tensor2d([[1, -2]]), tf.zeros([1, 2])), weights.kl);
console.log(
  JSON.stringify({
    matching: matching.value.arraySync(),
    gradient: matching.grad.arraySync(),
    kl: kl.arraySync(),
  }),
);
