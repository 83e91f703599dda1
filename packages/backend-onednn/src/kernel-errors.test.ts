import { beforeAll, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { describeWhenBuilt } from './__fixtures__/when-built.js';
import { registerOnednnBackend } from './index.js';

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): unknown =>
  tf.engine().runKernel(kernel, inputs, attrs);
const image = { strides: 1, pad: 'same', dataFormat: 'NHWC' };

describeWhenBuilt('kernels of the onednn engine refuse', () => {
  beforeAll(() => tf.setBackend('onednn'));

  it('channels-first images', () => {
    const [x, w] = [tf.ones([1, 3, 8, 8]), tf.ones([3, 3, 3, 4])] as [tf.Tensor4D, tf.Tensor4D];
    expect(() => tf.conv2d(x, w, 1, 'same', 'NCHW')).toThrow(
      "Conv2D: expected dataFormat 'NHWC', got 'NCHW'; the onednn engine has no other.",
    );
  });

  it('images and filters that do not fit', () => {
    const [x, filter] = [tf.ones([1, 8, 8, 3]), tf.ones([3, 3, 4, 4])];
    expect(() => run('Conv2D', { x, filter }, image)).toThrow(
      'Conv2D: expected images [B,H,W,C] and a filter [h,w,C,D], got [1,8,8,3] and [3,3,4,4].',
    );
  });

  it.each([
    [
      'Conv2DBackpropInput',
      { dy: tf.ones([1, 9, 8, 4]), filter: tf.ones([3, 3, 3, 4]) },
      { inputShape: [1, 8, 8, 3] },
    ],
    [
      'Conv2DBackpropFilter',
      { dy: tf.ones([1, 9, 8, 4]), x: tf.ones([1, 8, 8, 3]) },
      { filterShape: [3, 3, 3, 4] },
    ],
  ])('in %s a gradient of another shape than the result', (kernel, inputs, attrs) => {
    expect(() => run(kernel, inputs, { ...image, ...attrs })).toThrow(
      `${kernel}: dy: expected shape [1,8,8,4], got [1,9,8,4].`,
    );
  });

  it('gradients of pools and resizes of another shape than the result', () => {
    const [x, y, dy] = [tf.ones([1, 4, 4, 3]), tf.ones([1, 2, 2, 3]), tf.ones([1, 2, 3, 3])];
    const pool = { filterSize: 2, strides: 2, pad: 'valid' };
    const message = 'dy: expected shape [1,2,2,3], got [1,2,3,3].';
    expect(() => run('MaxPoolGrad', { dy, input: x, output: y }, pool)).toThrow(`MaxPoolGrad: ${message}`);
    expect(() => run('AvgPoolGrad', { dy, input: x }, pool)).toThrow(`AvgPoolGrad: ${message}`);
    expect(() => run('MaxPoolGrad', { dy: y, input: x, output: dy }, pool)).toThrow(
      'MaxPoolGrad: output: expected',
    );
    expect(() => run('ResizeNearestNeighborGrad', { images: x, dy: tf.ones([1, 8, 8, 4]) })).toThrow(
      'ResizeNearestNeighborGrad: dy: expected shape [1,8,8,3], got [1,8,8,4].',
    );
  });

  it('factors of different inner sizes', () => {
    expect(() => run('BatchMatMul', { a: tf.ones([2, 3]), b: tf.ones([4, 5]) })).toThrow(
      'BatchMatMul: expected equal inner sizes, got 3 of [2,3] and 4 of [4,5].',
    );
    const inputs = { a: tf.ones([2, 3]), b: tf.ones([3, 5]), bias: tf.ones([4]) };
    expect(() => run('_FusedMatMul', inputs)).toThrow('fused bias: expected shape [5], got [4].');
  });

  it('missing inputs, other sizes, and integers where floats are meant', () => {
    const [x, three, four] = [tf.ones([4, 3]), tf.ones([3]), tf.ones([4])];
    expect(() => run('CvgBiasActivation', { x })).toThrow("CvgBiasActivation: missing input 'bias'.");
    expect(() => run('CvgBatchNormTraining', { x, scale: three, offset: four }, { epsilon: 1e-3 })).toThrow(
      'CvgBatchNormTraining: offset: expected 3 elements, got shape [4].',
    );
    expect(() => run('CvgBiasActivation', { x: tf.ones([4, 3], 'int32'), bias: three })).toThrow(
      'CvgBiasActivation: x must be float32, got int32.',
    );
    expect(() => run('CvgAdamStep', { parameter: three, gradient: four, m: three, v: three })).toThrow(
      'CvgAdamStep: gradient: expected 3 float32 elements, got float32 [4].',
    );
  });

  it('unknown activations, negative slopes, and steps without a rate', () => {
    const inputs = { x: tf.ones([4, 3]), bias: tf.ones([3]) };
    expect(() => run('CvgBiasActivation', inputs, { activation: 'tanh' })).toThrow(
      `CvgBiasActivation: activation must be one of 'none', 'relu', 'leakyRelu', got "tanh".`,
    );
    expect(() => run('CvgBiasActivation', inputs, { activation: 'leakyRelu', alpha: -1 })).toThrow(
      'CvgBiasActivation: alpha must be a number >= 0, got -1.',
    );
    const two = tf.ones([2]);
    expect(() =>
      run('CvgRmsPropStep', { parameter: two, gradient: two, meanSquare: two }, { decay: 0.9 }),
    ).toThrow("CvgRmsPropStep: attribute 'learningRate' must be a number, got undefined.");
  });

  it('tensors without elements where there is no other kernel', () => {
    expect(() => run('CvgBiasActivation', { x: tf.ones([0, 3]), bias: tf.ones([3]) })).toThrow(
      'CvgBiasActivation: expected tensors with elements, got one without.',
    );
    expect(tf.matMul(tf.ones([2, 0]), tf.ones([0, 3]))).toBeAllClose([0, 0, 0, 0, 0, 0]);
  });

  it('a number of threads that is none', async () => {
    await expect(registerOnednnBackend({ threads: 0 })).rejects.toThrow(
      new RangeError('registerOnednnBackend: threads must be an integer >= 1, got 0.'),
    );
  });
});
