import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from './index.js';

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): unknown =>
  tf.engine().runKernel(kernel, inputs, attrs);

describe('kernels of the wasm engine refuse', () => {
  beforeAll(() => useBackend('wasm'));

  it('channels-first images', () => {
    const [x, w] = [tf.ones([1, 3, 8, 8]), tf.ones([3, 3, 3, 4])] as [tf.Tensor4D, tf.Tensor4D];
    expect(() => tf.conv2d(x, w, 1, 'same', 'NCHW')).toThrow(
      "Conv2D: expected dataFormat 'NHWC', got 'NCHW'; the wasm engine has no other.",
    );
  });

  it('a missing input', () => {
    expect(() => run('CvgBiasActivation', { x: tf.ones([2, 3]) })).toThrow(
      "CvgBiasActivation: missing input 'bias'.",
    );
  });

  it('per-channel values of another length', () => {
    const inputs = { x: tf.ones([4, 3]), scale: tf.ones([3]), offset: tf.ones([4]) };
    expect(() => run('CvgBatchNormTraining', inputs, { epsilon: 1e-3 })).toThrow(
      'CvgBatchNormTraining: offset: expected 3 elements, got shape [4].',
    );
  });

  it('integers where floats are meant', () => {
    const inputs = { x: tf.ones([4, 3], 'int32'), bias: tf.ones([3]) };
    expect(() => run('CvgBiasActivation', inputs)).toThrow(
      'CvgBiasActivation: x must be float32, got int32.',
    );
  });

  it('unknown activations and negative slopes', () => {
    const inputs = { x: tf.ones([4, 3]), bias: tf.ones([3]) };
    expect(() => run('CvgBiasActivation', inputs, { activation: 'tanh' })).toThrow(
      `CvgBiasActivation: activation must be one of 'none', 'relu', 'leakyRelu', got "tanh".`,
    );
    expect(() => run('CvgBiasActivation', inputs, { activation: 'leakyRelu', alpha: -1 })).toThrow(
      'CvgBiasActivation: alpha must be a number >= 0, got -1.',
    );
  });

  it('an optimiser step without its rate, or of tensors of different sizes', () => {
    const [two, three] = [tf.ones([2]), tf.ones([3])];
    expect(() =>
      run('CvgRmsPropStep', { parameter: two, gradient: two, meanSquare: two }, { decay: 0.9 }),
    ).toThrow("CvgRmsPropStep: attribute 'learningRate' must be a number, got undefined.");
    expect(() => run('CvgAdamStep', { parameter: two, gradient: three, m: two, v: two })).toThrow(
      'CvgAdamStep: gradient: expected 2 float32 elements, got float32 [3].',
    );
  });

  it('an adversarial step of layers that do not follow one another, or of slots of another size', () => {
    const parameters = (inputs: number, units: number): tf.Tensor[] => [
      tf.ones([inputs, units]),
      tf.ones([units]),
    ];
    const step = (discriminator: tf.Tensor[], discriminatorSlots: tf.Tensor[]): unknown =>
      run(
        'CvgAdversarialStep',
        {
          ...{ real: tf.ones([4, 2]), latents: tf.ones([4, 3]), discriminator, discriminatorSlots },
          ...{ generator: parameters(3, 2), generatorSlots: parameters(3, 2) },
          averagedGenerator: parameters(3, 2),
        } as unknown as tf.NamedTensorMap,
        { weight: 1 },
      );
    const layers = [...parameters(2, 5), ...parameters(5, 1)];
    expect(() => step([...parameters(2, 5), ...parameters(4, 1)], layers)).toThrow(
      'CvgAdversarialStep: discriminator: expected kernels and biases of layers in a row, got [2,5] [5] [4,1] [1].',
    );
    expect(() => step(layers, [...parameters(2, 5), ...parameters(4, 1)])).toThrow(
      'CvgAdversarialStep: discriminatorSlots: expected 5 elements, got [4,1].',
    );
    expect(() => step([...parameters(3, 5), ...parameters(5, 1)], layers)).toThrow(
      'CvgAdversarialStep: expected real [B,D], latents [B,Z], a generator Z to D and a discriminator D to 1 with hidden layers, ' +
        'got [4,2], [4,3], 3 to 2 and 3 to 1.',
    );
  });

  it('segments of integers', () => {
    expect(() =>
      run(
        'UnsortedSegmentSum',
        { x: tf.ones([2], 'int32'), segmentIds: tf.zeros([2], 'int32') },
        { numSegments: 2 },
      ),
    ).toThrow(
      'UnsortedSegmentSum: expected float32 values and int32 segmentIds of rank 1, got int32 and int32 [2].',
    );
  });
});
