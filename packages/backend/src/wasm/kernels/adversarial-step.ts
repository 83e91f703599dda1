import type { TensorInfo } from '@tensorflow/tfjs-core';
import { numberAttribute } from './activation.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';
import { Mlp } from './mlp.js';
import { Scratch } from './scratch.js';
import { besides, moveParameters, tensorList } from './trained-mlp.js';

const NAME = 'CvgAdversarialStep';

/** Pieces of working memory start at multiples of so many floats, and there are at most so many of them. */
const [ALIGNMENT, MOST_PIECES] = [16, 128];

/** G and D, if they fit the points and latents. */
function networksOf(
  call: KernelCall,
  real: TensorInfo,
  latents: TensorInfo,
): [generator: Mlp, discriminator: Mlp] {
  const [generator, discriminator] = ['generator', 'discriminator'].map(
    (name) => new Mlp(`${NAME}: ${name}`, call.engine, tensorList(NAME, call, name)),
  ) as [Mlp, Mlp];
  const [[batch, dataSize], [numLatents, latentSize]] = [real.shape, latents.shape];
  const sizes = (mlp: Mlp): string => `${mlp.layers[0]?.inputs} to ${mlp.layers.at(-1)?.units}`;
  const fits =
    batch === numLatents &&
    sizes(generator) === `${latentSize} to ${dataSize}` &&
    sizes(discriminator) === `${dataSize} to 1` &&
    discriminator.layers.length > 1;
  if (!fits) {
    throw new RangeError(
      `${NAME}: expected real [B,D], latents [B,Z], a generator Z to D and a discriminator D to 1 with hidden layers, ` +
        `got [${real.shape.join()}], [${latents.shape.join()}], ${sizes(generator)} and ${sizes(discriminator)}.`,
    );
  }
  return [generator, discriminator];
}

/**
 * One iteration of adversarial training of two multilayer perceptrons, G and D, whose many small ops would spend their time in
 * TensorFlow.js; see adversarial-step.ts of `@cvg/train` for its contract. Both gradients are taken at the same weights, so D looks at
 * real and generated points once for both.
 */
export const adversarialStep: WasmKernel = {
  name: NAME,
  run(call) {
    const { engine, attrs } = call;
    const { kernels } = engine;
    const [real, latents] = [input(call, NAME, 'real'), input(call, NAME, 'latents')];
    const [generator, discriminator] = networksOf(call, real, latents);
    const [batch = 0, dataSize = 0] = real.shape;
    const depth = discriminator.layers.length;
    const numFeatures = discriminator.layers.at(-1)?.inputs ?? 0;
    const [critic, movesGenerator] = [Number(attrs.critic === true), attrs.movesGenerator === true];
    const weight = numberAttribute(NAME, attrs, 'weight');

    const unitsOf = ({ layers }: Mlp): number => layers.reduce((sum, { units }) => sum + units, 0);
    const room = 2 * batch * Math.max(generator.widest, discriminator.widest);
    const scratch = new Scratch(
      engine,
      2 * batch * (dataSize + unitsOf(discriminator)) +
        batch * unitsOf(generator) +
        2 * (generator.numParameters + discriminator.numParameters + numFeatures) +
        3 * room +
        ALIGNMENT * MOST_PIECES,
    );
    const take = (floats: number): number => scratch.take(ALIGNMENT * Math.ceil(floats / ALIGNMENT));
    const numSlots = attrs.optimizer === 'adam' ? 2 : 1;
    const slotsG = besides(NAME, call, 'generatorSlots', generator, numSlots);
    const slotsD = besides(NAME, call, 'discriminatorSlots', discriminator, numSlots);
    const averages = besides(NAME, call, 'averagedGenerator', generator, 1);
    const [gradientsG = [], gradientsD = []] = [generator, discriminator].map(({ parameters }) =>
      parameters.map(({ size }) => take(size)),
    );
    const [dy, spare, dPoints, losses] = [take(room), take(room), take(room), take(3)];

    // Real points, then generated ones, and what D says of them.
    const points = take(2 * batch * dataSize);
    const bytes = 4 * batch * dataSize;
    engine.backend.wasm.HEAPU8.copyWithin(points, engine.address(real), engine.address(real) + bytes);
    const generated = generator.forward(engine.address(latents), batch, take, points + bytes);
    const judged = discriminator.forward(points, 2 * batch, take);
    const judgedFakes = discriminator.rowsOf(judged, batch, batch);
    const [logits = 0, fakeLogits = 0] = [judged.outputs.at(-1), judgedFakes.outputs.at(-1)];

    // D tells real points from generated ones.
    discriminator.transpose(take);
    kernels.judgementLoss(logits, batch, 1, critic, 1, losses, dy);
    kernels.judgementLoss(fakeLogits, batch, -1, critic, 1, losses + 4, dy + 4 * batch);
    discriminator.backward(judged, depth, dy, spare, { parameters: gradientsD });

    // G wants its points judged real, or their mean features where those of real points are.
    if (movesGenerator) {
      if (attrs.objective === 'meanFeatures') {
        const features = judged.outputs.at(-2) ?? points;
        const [realMean, fakeMean] = [take(numFeatures), take(numFeatures)];
        kernels.addRows(features, batch, numFeatures, 1 / batch, realMean);
        kernels.addRows(features + 4 * batch * numFeatures, batch, numFeatures, 1 / batch, fakeMean);
        kernels.meanFeatureLoss(realMean, fakeMean, batch, numFeatures, weight, losses + 8, dy);
        discriminator.backward(judgedFakes, depth - 1, dy, spare, { x: dPoints });
      } else {
        kernels.judgementLoss(fakeLogits, batch, 1, critic, weight, losses + 8, dy);
        discriminator.backward(judgedFakes, depth, dy, spare, { x: dPoints });
      }
      generator.transpose(take);
      generator.backward(generated, generator.layers.length, dPoints, spare, { parameters: gradientsG });
    }

    const output = engine.output([movesGenerator ? 2 : 1]);
    const floats = (address: number, count: number): Float32Array =>
      new Float32Array(engine.backend.wasm.HEAPU8.buffer, address, count);
    const [ofReal = NaN, ofFakes = NaN, ofGenerator = NaN] = floats(losses, 3);
    const values = floats(engine.address(output), movesGenerator ? 2 : 1);
    values.set([ofReal + ofFakes, ofGenerator].slice(0, values.length));
    if (!values.every(Number.isFinite)) return output;

    const updateOf = (name: string): number => numberAttribute(NAME, attrs, name);
    moveParameters(NAME, engine, discriminator, slotsD, gradientsD, attrs, updateOf('discriminatorUpdates'));
    const bound = numberAttribute(NAME, attrs, 'clip');
    if (critic) discriminator.parameters.forEach(({ address, size }) => kernels.clip(address, size, bound));
    if (movesGenerator) {
      moveParameters(NAME, engine, generator, slotsG, gradientsG, attrs, updateOf('generatorUpdates'));
      const keep = numberAttribute(NAME, attrs, 'keep');
      generator.parameters.forEach(({ address, size }, index) => {
        const [average = 0] = averages[index] ?? [];
        kernels.movingAverage(average, address, size, keep, 1 - keep, average);
      });
    }
    return output;
  },
};
