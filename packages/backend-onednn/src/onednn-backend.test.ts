import { beforeAll, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import { seededNormal } from '@cvg/test-utils';
import * as tf from '@tensorflow/tfjs-core';
import { describeWhenBuilt } from './__fixtures__/when-built.js';
import { registerOnednnBackend } from './index.js';
import { loadAddon } from './load-addon.js';
import { OnednnBackend } from './onednn-backend.js';

const normal = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    seededNormal(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
    shape,
  );
const backend = (): OnednnBackend => {
  const current: unknown = tf.backend();
  if (!(current instanceof OnednnBackend)) throw new Error('Expected the onednn backend to be current.');
  return current;
};

describeWhenBuilt('the onednn backend', () => {
  beforeAll(() => tf.setBackend('onednn'));

  it('gives copies of values, not the memory that is used again', () => {
    const values = tf.tidy(() => tf.neg(tf.tensor1d([1, 2, 3])).dataSync());
    tf.tidy(() => tf.neg(tf.tensor1d([7, 8, 9])));
    expect([...values]).toEqual([-1, -2, -3]);
  });

  it('keeps results of kernels of cpu that show a part of their input', () => {
    const part = tf.tidy(() => {
      const x = tf.neg(tf.tensor2d([[1, 2, 3]]));
      const shown = tf.stridedSlice(x, [0, 1], [1, 3], [1, 1]);
      return tf.keep(shown);
    });
    tf.tidy(() => tf.neg(tf.tensor1d([7, 8, 9])));
    expect(part).toBeAllClose([-2, -3]);
    part.dispose();
  });

  it('tells types apart that cpu lets share values', () => {
    tf.tidy(() => {
      const isLess = tf.less(tf.tensor1d([1, 5]), 3);
      expect(tf.tile(tf.cast(isLess, 'int32'), [2])).toBeAllClose([1, 0, 1, 0]);
      expect(isLess.dataSync()).toHaveLength(2);
      expect(tf.add(tf.cast(isLess, 'float32'), 1)).toBeAllClose([2, 1]);
      expect(tf.where(isLess, tf.tensor1d([1, 2]), tf.tensor1d([3, 4]))).toBeAllClose([1, 4]);
    });
  });

  it('takes over tensors of another backend', async () => {
    await tf.setBackend('cpu');
    const x = tf.add(tf.tensor1d([1, 2]), 1);
    await tf.setBackend('onednn');
    expect(tf.square(x)).toBeAllClose([4, 9]);
    x.dispose();
  });

  it('has memory for more than one segment, and uses it again', () => {
    const numFloats = 2 ** 25;
    const run = (): number =>
      tf.tidy(() => {
        const [a, b, c] = [tf.fill([numFloats], 1), tf.fill([numFloats], 2), tf.fill([numFloats + 5], 3)];
        return (
          (tf.sum(tf.add(a, b)).dataSync()[0] ?? NaN) + (tf.max(tf.slice(c, numFloats)).dataSync()[0] ?? NaN)
        );
      });
    expect(run()).toBe(3 * numFloats + 3);
    const { reservedBytes, usedBytes } = backend().memory();
    expect(reservedBytes).toBeGreaterThan(4 * 4 * numFloats);
    for (let repetition = 0; repetition < 3; repetition++) run();
    expect(backend().memory()).toMatchObject({ reservedBytes, usedBytes });
    // Larger than any segment so far, which often lie side by side: it needs one of its own.
    expect(tf.tidy(() => tf.fill([3 * numFloats], 1).dataSync().length)).toBe(3 * numFloats);
    expect(backend().memory().reservedBytes).toBe(reservedBytes + 4 * 3 * numFloats);
  });

  it('gives the same bits on any number of threads', async () => {
    const [x, dy] = [normal([33, 16, 16, 24], 1), normal([33, 16, 16, 24], 2)];
    const channels = normal([24], 3);
    const results = async (threads: number): Promise<number[][]> => {
      expect(await registerOnednnBackend({ threads })).toMatchObject({ threads });
      return tf.tidy(() => {
        const kernel = (name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor[] =>
          tf.engine().runKernel<tf.Tensor[]>(name, inputs, attrs);
        const attrs = { epsilon: 1e-3, activation: 'relu' };
        const [y = x, mean = x, variance = x] = kernel(
          'CvgBatchNormTraining',
          { x, scale: channels, offset: channels },
          attrs,
        );
        return [
          ...[y, mean, variance, tf.sum(x, [0, 1, 2]), tf.sum(x), tf.tanh(x)],
          ...kernel('CvgBatchNormTrainingGrad', { dy, x, y, mean, variance, scale: channels }, attrs),
          ...kernel('CvgBiasActivationGrad', { dy, y }, attrs),
        ].map((tensor) => [...tensor.dataSync()]);
      });
    };
    const { threads } = await registerOnednnBackend();
    const alone = await results(1);
    for (const several of [2, 3]) expect(await results(several)).toEqual(alone);
    await registerOnednnBackend({ threads });
    tf.dispose([x, dy, channels]);
  });

  it('takes no more memory over many training steps', async () => {
    const { threads } = await registerOnednnBackend();
    await registerOnednnBackend({ threads: 1 });
    const [x, w, v] = [
      normal([8, 8, 8, 3], 1),
      tf.variable(normal([3, 3, 3, 8], 2)),
      tf.variable(normal([512, 4], 3)),
    ];
    const step = (): void =>
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => {
          const y = tf.maxPool(
            tf.relu(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')),
            2,
            2,
            'same',
          );
          return tf.mean(
            tf.square(tf.matMul(tf.reshape(tf.tile(y, [1, 1, 1, 4]), [8, 512]), v as tf.Tensor2D)),
          );
        }, [w, v]);
        for (const variable of [w, v]) {
          const gradient = grads[variable.name];
          if (gradient !== undefined) variable.assign(tf.sub(variable, tf.mul(gradient, 1e-4)));
        }
      });
    for (let burnIn = 0; burnIn < 20; burnIn++) step();
    const before = { ...tf.memory(), ids: backend().numDataIds() };
    const { rss } = process.memoryUsage();
    for (let repetition = 0; repetition < 2000; repetition++) step();
    expect({ ...tf.memory(), ids: backend().numDataIds() }).toEqual(before);
    expect((process.memoryUsage().rss - rss) / 2 ** 20).toBeLessThan(64);
    tf.dispose([x, w, v]);
    await registerOnednnBackend({ threads });
  });
});

describeWhenBuilt('two onednn backends', () => {
  it('have memory of their own', async () => {
    const addon = await loadAddon();
    const [first, second] = [new OnednnBackend(addon), new OnednnBackend(addon)];
    const [a, b] = [first.output([3]), second.output([3])];
    for (const [owner, tensor] of [
      [first, a],
      [second, b],
    ] as const) {
      const address = owner.address(tensor);
      expect(() => owner.heap.locate(address)).not.toThrow();
      expect(() => (owner === first ? second : first).heap.locate(address)).toThrow('is in no segment');
    }
    first.disposeData(a.dataId);
    expect([first.heap.usedBytes, second.heap.usedBytes]).toEqual([0, 64]);
  });
});
