import * as tfl from '@tensorflow/tfjs-layers';
import { deconvPlan, FIRST_MAP_SIZE } from '../networks/deconv-layers.js';
import type { Resolved } from '../resolve-spec.js';
import type { DeconvSpec, MlpGeneratorSpec } from '../specs.js';
import type { Generator } from '../types.js';
import { ModelBuilder } from './model-builder.js';

/** Inputs of a generator: `z [B, Z]` and, if it knows classes, `classes [B, K]`. */
function generatorInputs({ latentSize, numClasses }: { latentSize: number; numClasses: number }): {
  readonly z: tfl.SymbolicTensor;
  readonly classes: tfl.SymbolicTensor | undefined;
} {
  return {
    z: tfl.input({ shape: [latentSize], name: 'z' }),
    classes: numClasses === 0 ? undefined : tfl.input({ shape: [numClasses], name: 'classes' }),
  };
}

export function deconvGeneratorModel(network: Generator, spec: Resolved<DeconvSpec>): tfl.LayersModel {
  const builder = new ModelBuilder(network);
  const plan = deconvPlan(spec);
  const { z, classes } = generatorInputs(spec);
  let x = builder.dense(builder.withClasses(z, classes), 'fc1', 'relu');
  x = builder.dense(x, 'fc2', 'relu');
  const targetShape = [FIRST_MAP_SIZE, FIRST_MAP_SIZE, plan.mapChannels];
  x = tfl.layers.reshape({ name: 'first_map', targetShape }).apply(x) as tfl.SymbolicTensor;
  for (const { name, filters, kernelSize, last } of plan.deconvolutions) {
    const shared = { name, filters, kernelSize, normalize: !last };
    if (spec.upsampling === 'deconv') {
      x = builder.convolution(x, { ...shared, stride: 2, transposed: true });
    } else {
      const upsample = tfl.layers.upSampling2d({ name: `${name}_upsample`, size: [2, 2] });
      x = builder.convolution(upsample.apply(x) as tfl.SymbolicTensor, shared);
    }
  }
  const image = tfl.layers.activation({ name: 'image', activation: 'tanh' }).apply(x) as tfl.SymbolicTensor;
  return builder.model('generator', [z, classes], image);
}

export function mlpGeneratorModel(network: Generator, spec: Resolved<MlpGeneratorSpec>): tfl.LayersModel {
  const builder = new ModelBuilder(network);
  const { z, classes } = generatorInputs(spec);
  let x = builder.withClasses(z, classes);
  for (const index of spec.hiddenSizes.keys()) x = builder.dense(x, `hidden${index + 1}`, 'relu');
  return builder.model('generator', [z, classes], builder.dense(x, 'output', 'linear'));
}
