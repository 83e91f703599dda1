// @cvg/losses in a program of CommonJS: require() of an ES module, which Node 20.19, 22.12 and later do.
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
require('@tensorflow/tfjs-layers'); // registers the gradients of tfjs
const { klDivergence, meanFeatureMatching } = require('@cvg/losses');

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
