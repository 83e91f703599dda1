import { slopeOf } from './attributes.js';
import { input, inputsOf, rowsAndChannels, type NativeKernelConfig } from './kernel.js';

/** `y = activation(x + bias)` for `x [..., C]`. */
export const biasActivation: NativeKernelConfig = {
  name: 'CvgBiasActivation',
  run(call) {
    const { addon, backend } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, bias } = inputsOf(this.name, call, ['x', 'bias'], (name) =>
      name === 'bias' ? channels : undefined,
    );
    const slope = slopeOf(this.name, call.attrs);
    const [from, shifts] = [backend.address(x), backend.address(bias)];
    const y = backend.output(x.shape);
    addon.biasActivation(from, shifts, backend.address(y), rows, channels, slope);
    return [y];
  },
};

/** Gradient of {@link biasActivation}; returns `[dx, dbias]`. */
export const biasActivationGrad: NativeKernelConfig = {
  name: 'CvgBiasActivationGrad',
  run(call) {
    const { addon, backend } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'dy'));
    const { dy, y } = inputsOf(this.name, call, ['dy', 'y'], () => rows * channels);
    const slope = slopeOf(this.name, call.attrs);
    const [from, result] = [backend.address(dy), backend.address(y)];
    const dbias = backend.output([channels]);
    if (slope === 1) {
      addon.sumMiddle(from, backend.address(dbias), 1, rows, channels, 1);
      return [backend.reshaped(dy, dy.shape), dbias];
    }
    const dx = backend.output(dy.shape);
    addon.biasActivationGradient(
      ...[from, result, backend.address(dx), backend.address(dbias), rows, channels, slope],
    );
    return [dx, dbias];
  },
};
