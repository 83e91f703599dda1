import * as tf from '@tensorflow/tfjs-core';

interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

interface Attributes {
  readonly epsilon: number;
  readonly activation: 'none' | 'relu' | 'leakyRelu';
  readonly alpha: number;
}

type Values = Readonly<Record<string, Float32Array>>;

const slopeAt = (positive: boolean, { activation, alpha }: Attributes): number => {
  if (activation === 'none' || positive) return 1;
  return activation === 'relu' ? 0 : alpha;
};

/** The four fused kernels as loops that follow the text of kernels.ts. */
const kernels: Readonly<
  Record<string, (v: Values, channels: number, a: Attributes) => Readonly<Record<string, Float32Array>>>
> = {
  CvgBatchNormTraining: ({ x, scale, offset }, channels, attributes) => {
    const rows = x!.length / channels;
    const [mean, variance] = [new Float64Array(channels), new Float64Array(channels)];
    x!.forEach((value, i) => (mean[i % channels]! += value / rows));
    x!.forEach((value, i) => (variance[i % channels]! += (value - mean[i % channels]!) ** 2 / rows));
    const y = x!.map((value, i) => {
      const c = i % channels;
      const z =
        ((value - mean[c]!) / Math.sqrt(variance[c]! + attributes.epsilon)) * scale![c]! + offset![c]!;
      return z * slopeAt(z > 0, attributes);
    });
    return { y, mean: Float32Array.from(mean), variance: Float32Array.from(variance) };
  },
  CvgBatchNormTrainingGrad: ({ dy, x, y, mean, variance, scale }, channels, attributes) => {
    const rows = x!.length / channels;
    const g = dy!.map((value, i) => value * slopeAt(y![i]! > 0, attributes));
    const root = variance!.map((value) => 1 / Math.sqrt(value + attributes.epsilon));
    const hat = x!.map((value, i) => (value - mean![i % channels]!) * root[i % channels]!);
    const [dscale, doffset] = [new Float32Array(channels), new Float32Array(channels)];
    g.forEach((value, i) => {
      doffset[i % channels]! += value;
      dscale[i % channels]! += value * hat[i]!;
    });
    const dx = g.map((value, i) => {
      const c = i % channels;
      return scale![c]! * root[c]! * (value - doffset[c]! / rows - (hat[i]! * dscale[c]!) / rows);
    });
    return { dx, dscale, doffset };
  },
  CvgBiasActivation: ({ x, bias }, channels, attributes) => ({
    y: x!.map((value, i) => {
      const z = value + bias![i % channels]!;
      return z * slopeAt(z > 0, attributes);
    }),
  }),
  CvgBiasActivationGrad: ({ dy, y }, channels, attributes) => {
    const dx = dy!.map((value, i) => value * slopeAt(y![i]! > 0, attributes));
    const dbias = new Float32Array(channels);
    dx.forEach((value, i) => (dbias[i % channels]! += value));
    return { dx, dbias };
  },
};

/** Registers the fused kernels on the cpu engine and counts their calls; `unregister` takes them away. */
export function registerReferenceKernels(): {
  readonly calls: Map<string, number>;
  readonly unregister: () => void;
} {
  const calls = new Map<string, number>();
  for (const [kernelName, run] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        calls.set(kernelName, (calls.get(kernelName) ?? 0) + 1);
        const cpu = backend as CpuBackend;
        const given = inputs as Readonly<Record<string, tf.TensorInfo>>;
        const large = (given.x ?? given.dy)!;
        const values = Object.fromEntries(
          Object.entries(given).map(([name, { dataId }]) => [name, cpu.data.get(dataId).values]),
        );
        const channels = large.shape.at(-1)!;
        return Object.values(run(values, channels, attrs as unknown as Attributes)).map((result) =>
          cpu.makeTensorInfo(result.length === channels ? [channels] : large.shape, 'float32', result),
        );
      },
    });
  }
  return {
    calls,
    unregister: () => Object.keys(kernels).forEach((name) => tf.unregisterKernel(name, 'cpu')),
  };
}
