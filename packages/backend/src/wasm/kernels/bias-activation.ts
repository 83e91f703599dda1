import { activationOf } from './activation.js';
import { inputsOf, rowsAndChannels } from './channel-inputs.js';
import { input, type WasmKernel } from './kernel.js';
import { sumColumns } from './reductions.js';
import { RowSlices } from './row-slices.js';

/** `y = activation(x + bias)` for `x [..., C]`. */
export const biasActivation: WasmKernel = {
  name: 'CvgBiasActivation',
  run(call) {
    const { engine } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, bias } = inputsOf(this.name, call, ['x', 'bias'], (name) =>
      name === 'bias' ? channels : undefined,
    );
    const { code, alpha } = activationOf(this.name, call.attrs);
    const y = engine.output(x.shape);
    const [from, to] = [engine.address(x), engine.address(y)];
    const slices = new RowSlices(engine, rows, channels, 1);
    const shifts = slices.takePeriod();
    engine.kernels.spread(engine.address(bias), channels, slices.period, shifts);
    slices.run((first, size) => [
      'biasRows',
      [from + 4 * first, size, slices.period, shifts, code, alpha, to + 4 * first],
    ]);
    return [y];
  },
};

/** Gradient of {@link biasActivation}; returns `[dx, dbias]`. */
export const biasActivationGrad: WasmKernel = {
  name: 'CvgBiasActivationGrad',
  run(call) {
    const { engine } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'dy'));
    const { dy, y } = inputsOf(this.name, call, ['dy', 'y'], () => rows * channels);
    const { code, alpha } = activationOf(this.name, call.attrs);
    const dx = code === 0 ? engine.reshaped(dy, dy.shape) : engine.output(dy.shape);
    const to = engine.address(dx);
    if (code !== 0) {
      const [from, result] = [engine.address(dy), engine.address(y)];
      new RowSlices(engine, rows, channels, 0).run((first, size) => [
        'activationGradient',
        [from + 4 * first, result + 4 * first, size, code, alpha, to + 4 * first],
      ]);
    }
    const dbias = engine.output([channels]);
    sumColumns(engine, to, rows, channels, engine.address(dbias), 1);
    return [dx, dbias];
  },
};
