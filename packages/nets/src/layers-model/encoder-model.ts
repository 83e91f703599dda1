import * as tfl from '@tensorflow/tfjs-layers';
import type { InceptionChannels } from '../layers/inception.js';
import { inceptionStages, STEM_CHANNELS } from '../networks/googlenet-modules.js';
import { scaled } from '../networks/scaled.js';
import type { Resolved } from '../resolve-spec.js';
import type { GoogLeNetSpec, MlpEncoderSpec } from '../specs.js';
import type { Encoder } from '../types.js';
import { ModelBuilder } from './model-builder.js';

/** One inception module; the 1x1 convolutions that the network computes as one are three layers here. */
function inceptionLayers(
  builder: ModelBuilder,
  x: tfl.SymbolicTensor,
  name: string,
  { direct, reduce3, conv3, reduce5, conv5, poolProjection }: InceptionChannels,
): tfl.SymbolicTensor {
  const pointwise = (part: string, begin: number, count: number): tfl.SymbolicTensor =>
    builder.convolution(x, {
      ...{ name: `${name}/pointwise`, as: `${name}/${part}`, kernelSize: 1 },
      ...{ filters: count, channels: { begin, count } },
    });
  const before3 = pointwise('3x3_reduce', direct, reduce3);
  const before5 = pointwise('5x5_reduce', direct + reduce3, reduce5);
  const branches = [
    pointwise('1x1', 0, direct),
    builder.convolution(before3, { name: `${name}/3x3`, filters: conv3, kernelSize: 3 }),
    builder.convolution(before5, { name: `${name}/5x5`, filters: conv5, kernelSize: 5 }),
    builder.convolution(builder.maxPooling(x, `${name}/pool`, 1), {
      ...{ name: `${name}/poolProjection`, filters: poolProjection, kernelSize: 1 },
    }),
  ];
  return tfl.layers.concatenate({ name, axis: -1 }).apply(branches) as tfl.SymbolicTensor;
}

/** `posterior`, taken apart: outputs `mean` and `logVar`. */
function posteriorLayers(
  builder: ModelBuilder,
  x: tfl.SymbolicTensor,
  latentSize: number,
): tfl.SymbolicTensor[] {
  return ['mean', 'logVar'].map((as, index) =>
    builder.dense(x, 'posterior', 'linear', { as, begin: index * latentSize, count: latentSize }),
  );
}

function classesInput(numClasses: number): tfl.SymbolicTensor | undefined {
  return numClasses === 0 ? undefined : tfl.input({ shape: [numClasses], name: 'classes' });
}

export function googLeNetEncoderModel(network: Encoder, spec: Resolved<GoogLeNetSpec>): tfl.LayersModel {
  const builder = new ModelBuilder(network);
  const { imageSize, channels, latentSize, numClasses, width } = spec;
  const image = tfl.input({ shape: [imageSize, imageSize, channels], name: 'image' });
  const classes = classesInput(numClasses);
  const [first, second, third] = STEM_CHANNELS.map((count) => scaled(count, width)) as [
    number,
    number,
    number,
  ];
  let x = builder.convolution(image, { name: 'conv1', filters: first, kernelSize: 7, stride: 2 });
  if (imageSize > 32) x = builder.maxPooling(x, 'pool1');
  x = builder.convolution(x, { name: 'conv2reduce', filters: second, kernelSize: 1 });
  x = builder.convolution(x, { name: 'conv2', filters: third, kernelSize: 3 });
  for (const [index, modules] of inceptionStages(width).entries()) {
    x = builder.maxPooling(x, `pool${index + 2}`);
    for (const { name, channels: counts } of modules) x = inceptionLayers(builder, x, name, counts);
  }
  const average = tfl.layers.globalAveragePooling2d({ name: 'averagePool' }).apply(x) as tfl.SymbolicTensor;
  const merged = builder.withClasses(average, classes);
  return builder.model('encoder', [image, classes], posteriorLayers(builder, merged, latentSize));
}

export function mlpEncoderModel(network: Encoder, spec: Resolved<MlpEncoderSpec>): tfl.LayersModel {
  const builder = new ModelBuilder(network);
  const points = tfl.input({ shape: [spec.dataSize], name: 'points' });
  const classes = classesInput(spec.numClasses);
  let x = points;
  for (const index of spec.hiddenSizes.keys()) x = builder.dense(x, `hidden${index + 1}`, 'relu');
  const merged = builder.withClasses(x, classes);
  return builder.model('encoder', [points, classes], posteriorLayers(builder, merged, spec.latentSize));
}
