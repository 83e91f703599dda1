import * as tf from '@tensorflow/tfjs-core';

// With IS_TEST set, tfjs takes every intermediate tensor that a tf.customGrad saves for its backward pass for a leak
// and throws (its own softmaxCrossEntropy too). Production mode silences the same advice without that.
tf.env().set('IS_TEST', false);
tf.enableProdMode();
