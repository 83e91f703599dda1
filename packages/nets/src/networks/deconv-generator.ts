import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, RELU } from '../activation.js';
import { assertClasses, assertShape } from '../assert-shape.js';
import { deconvolution } from '../layers/deconvolution.js';
import { dense } from '../layers/dense.js';
import { applyInOrder } from '../layers/features.js';
import type { InitialWeights } from '../parameters.js';
import { resolvePass, type MapLayer, type MapShape } from '../layers/layer.js';
import { withClasses } from '../layers/with-classes.js';
import { resolveDeconvSpec } from '../resolve-spec.js';
import type { DeconvSpec } from '../specs.js';
import type { Generator } from '../types.js';
import { deconvPlan, FIRST_MAP_SIZE } from './deconv-layers.js';
import { networkBase, parametersOf } from './network-base.js';

/**
 * G: z and the class vector, two fully connected layers with ReLU, then deconvolutions with 2-by-2 upsampling, batch norm and
 * ReLU after each but the last, tanh at the end (Section 5). The fully connected layers' sizes are ours: 1024 and 1024 = 2x2x256.
 */
export function buildDeconvGenerator(given: DeconvSpec, weights: InitialWeights): Generator {
  const spec = resolveDeconvSpec(given);
  const { numClasses, latentSize, upsampling } = spec;
  const plan = deconvPlan(spec);
  const firstMap: MapShape = [FIRST_MAP_SIZE, FIRST_MAP_SIZE, plan.mapChannels];
  const parameters = parametersOf(spec, weights);
  const relu = { activation: RELU } as const;
  const inputs = latentSize + numClasses;
  const full = [
    dense(parameters, { name: 'fc1', inputs, units: plan.units, ...relu }),
    dense(parameters, {
      name: 'fc2',
      inputs: plan.units,
      units: tf.util.sizeFromShape([...firstMap]),
      ...relu,
    }),
  ];
  const maps: MapLayer[] = [];
  for (const { name, filters, kernelSize, last } of plan.deconvolutions) {
    maps.push(
      deconvolution(parameters, {
        ...{ name, filters, kernelSize, upsampling },
        ...{
          input: maps.at(-1)?.outputShape ?? firstMap,
          normalize: !last,
          activation: last ? LINEAR : RELU,
        },
      }),
    );
  }
  return {
    ...networkBase(spec, parameters, [...full, ...maps]),
    generate(z, classes, options) {
      const pass = resolvePass('generate', options);
      assertShape('generate: z', z, ['B', latentSize]);
      assertClasses('generate', classes, z.shape[0], numClasses);
      return tf.tidy(() => {
        const flat = applyInOrder(full, withClasses(z, classes), pass);
        return tf.tanh(applyInOrder(maps, tf.reshape(flat, [-1, ...firstMap]), pass));
      });
    },
  };
}
