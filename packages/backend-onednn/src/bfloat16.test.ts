import { afterAll, beforeAll, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import { seededNormal } from '@cvg/test-utils';
import * as tf from '@tensorflow/tfjs-core';
import { describeWhenUsable } from './__fixtures__/when-built.js';
import { registerOnednnBackend } from './index.js';

const normal = (shape: number[], seed: number): Float32Array =>
  seededNormal(
    shape.reduce((product, size) => product * size, 1),
    seed,
  );

/** The nearest bfloat16, of two as near the even one: the upper half of a float32. */
function rounded(values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.slice().buffer).map((word) => {
    const odd = (word >>> 16) & 1;
    return ((word + 0x7fff + odd) & 0xffff0000) >>> 0;
  });
  return new Float32Array(bits.buffer);
}

interface Case {
  readonly name: string;
  readonly shapes: readonly [number[], number[]];
  readonly run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
}

const attributes = { strides: 2, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
const kernel = (name: string, inputs: tf.NamedTensorMap, more = {}): tf.Tensor =>
  tf.engine().runKernel<tf.Tensor>(name, inputs, { ...attributes, ...more });

const CASES: readonly Case[] = [
  {
    name: 'a convolution',
    shapes: [
      [4, 16, 16, 8],
      [5, 5, 8, 24],
    ],
    run: (x, filter) => kernel('Conv2D', { x, filter }),
  },
  {
    name: 'its gradient of the images',
    shapes: [
      [4, 8, 8, 24],
      [5, 5, 8, 24],
    ],
    run: (dy, filter) => kernel('Conv2DBackpropInput', { dy, filter }, { inputShape: [4, 16, 16, 8] }),
  },
  {
    name: 'its gradient of images of three channels',
    shapes: [
      [4, 8, 8, 24],
      [5, 5, 3, 24],
    ],
    run: (dy, filter) => kernel('Conv2DBackpropInput', { dy, filter }, { inputShape: [4, 16, 16, 3] }),
  },
  {
    name: 'its gradient of the filter',
    shapes: [
      [4, 16, 16, 8],
      [4, 8, 8, 24],
    ],
    run: (x, dy) => kernel('Conv2DBackpropFilter', { x, dy }, { filterShape: [5, 5, 8, 24] }),
  },
  {
    name: 'a matrix product',
    shapes: [
      [64, 200],
      [200, 48],
    ],
    run: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'a product of transposed matrices',
    shapes: [
      [200, 64],
      [48, 200],
    ],
    run: (a, b) => tf.matMul(a, b, true, true),
  },
];

await describeWhenUsable('precision bfloat16', { precision: 'bfloat16' }, () => {
  beforeAll(async () => {
    expect(await registerOnednnBackend({ precision: 'bfloat16' })).toMatchObject({ precision: 'bfloat16' });
  });
  afterAll(() => registerOnednnBackend());

  for (const { name, shapes, run } of CASES) {
    it(`${name} is that of rounded values, added in float32`, async () => {
      const values = [normal(shapes[0], 1), normal(shapes[1], 2)] as const;
      const compute = async (
        backend: string,
        [a, b]: readonly [Float32Array, Float32Array],
      ): Promise<tf.Tensor> => {
        await tf.setBackend(backend);
        return tf.tensor(tf.tidy(() => run(tf.tensor(a, shapes[0]), tf.tensor(b, shapes[1])).dataSync()));
      };
      const result = await compute('onednn', values);
      const ofRounded = await compute('cpu', [rounded(values[0]), rounded(values[1])]);
      const ofFloats = await compute('cpu', values);
      const distance = (other: tf.Tensor): number =>
        tf.max(tf.abs(tf.sub(result, other))).dataSync()[0] ?? NaN;
      const scale = tf.max(tf.abs(ofFloats)).dataSync()[0] ?? NaN;
      expect(distance(ofRounded)).toBeLessThan(1e-5 * scale);
      expect(distance(ofFloats)).toBeGreaterThan(1e-4 * scale);
    });
  }

  it('is off again without it', async () => {
    expect(await registerOnednnBackend()).toMatchObject({ precision: 'float32' });
    await tf.setBackend('onednn');
    const third = tf.matMul(tf.fill([1, 1], 1 / 3), tf.ones([1, 1]));
    expect(third.dataSync()[0]).toBe(Math.fround(1 / 3));
  });

  it('refuses another precision', async () => {
    await expect(registerOnednnBackend({ precision: 'float16' as 'float32' })).rejects.toThrow(
      'registerOnednnBackend: precision must be one of float32, bfloat16, got float16.',
    );
  });
});
