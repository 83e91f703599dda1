import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import {
  buildClassifier,
  buildDiscriminator,
  buildEncoder,
  buildGenerator,
  buildNetwork,
} from './build-network.js';
import { buildNetworks } from './build-networks.js';
import { ShapeError, WeightsFormatError } from './errors.js';
import { MovingStatisticsUpdates } from './moving-statistics-updates.js';
import type { Classifier, Discriminator, Encoder, Generator } from './types.js';
import type { ClassifierSpec, DiscriminatorSpec, EncoderSpec, GeneratorSpec, NetworkSpec } from './specs.js';
import {
  images,
  latents,
  oneHot,
  tinyClassifier,
  tinyDiscriminator,
  tinyEncoder,
  tinyGenerator,
  TINY,
} from './__fixtures__/tiny.js';

beforeAll(() => tf.setBackend('cpu'));

const deconv = { architecture: 'deconv', ...TINY, numClasses: 3, latentSize: 4 } as const;
const mlp = { architecture: 'mlp', role: 'generator', latentSize: 3, seed: 1 } as const;

describe('specs are refused', () => {
  it.each<[object, string]>([
    [{ ...deconv, imageSize: 48 }, 'deconv: imageSize must be one of 32, 64, 128, got 48.'],
    [{ ...deconv, channels: 4 }, 'deconv: channels must be one of 1, 3, got 4.'],
    [{ ...deconv, width: 0 }, 'deconv: width must be a finite number > 0, got 0.'],
    [{ ...deconv, width: NaN }, 'deconv: width must be a finite number > 0, got NaN.'],
    [{ ...deconv, width: Infinity }, 'deconv: width must be a finite number > 0, got Infinity.'],
    [{ ...deconv, seed: 0.5 }, 'deconv: seed must be a safe integer, got 0.5.'],
    [{ ...deconv, seed: undefined }, 'deconv: seed must be a safe integer, got undefined.'],
    [{ ...deconv, numClasses: -1 }, 'deconv: numClasses must be an integer >= 0, got -1.'],
    [{ ...deconv, latentSize: 0 }, 'deconv: latentSize must be an integer >= 1, got 0.'],
    [
      { ...deconv, upsampling: 'bilinear' },
      'deconv: upsampling must be one of deconv, nearest, got bilinear.',
    ],
    [
      { ...deconv, architecture: 'googlenet', latentSize: 1.5 },
      'googlenet: latentSize must be an integer >= 1, got 1.5.',
    ],
    [
      { architecture: 'dcgan', ...TINY, imageSize: '32' },
      'dcgan: imageSize must be one of 32, 64, 128, got 32.',
    ],
    [
      { architecture: 'dcgan', ...TINY, imageSize: 256 },
      'dcgan: imageSize must be one of 32, 64, 128, got 256.',
    ],
    [
      { architecture: 'dcgan', ...TINY, featureLayers: ['conv4'] },
      'dcgan: featureLayers must be one of conv1, conv2, conv3, got conv4.',
    ],
    [
      { architecture: 'dcgan', ...TINY, featureLayers: [] },
      'dcgan: featureLayers must list at least one of conv1, conv2, conv3.',
    ],
    [
      { architecture: 'alexnet', ...TINY, numClasses: 0 },
      'alexnet: numClasses must be an integer >= 1, got 0.',
    ],
    [{ ...mlp, hiddenSizes: [] }, 'mlp: hiddenSizes must list at least one number of units.'],
    [{ ...mlp, hiddenSizes: [8, 0] }, 'mlp: hiddenSizes must be an integer >= 1, got 0.'],
    [{ ...mlp, dataSize: 0 }, 'mlp: dataSize must be an integer >= 1, got 0.'],
    [
      { ...mlp, role: 'critic' },
      'buildNetwork: spec.architecture: expected a known role, got "mlp" "critic".',
    ],
    [{}, 'buildNetwork: spec.architecture: expected a known one, got none.'],
  ])('%j', (spec, message) => {
    const before = tf.memory().numTensors;
    expect(() => buildNetwork(spec as NetworkSpec)).toThrow(new RangeError(message));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('by the builder of another network', () => {
    const other = { architecture: 'dcgan', ...TINY } as const;
    const message = (name: string, expected: string, got = '"dcgan"'): RangeError =>
      new RangeError(`${name}: spec.architecture: expected ${expected}, got ${got}.`);
    expect(() => buildEncoder(other as unknown as EncoderSpec)).toThrow(
      message('buildEncoder', "'googlenet' or 'mlp'"),
    );
    expect(() => buildGenerator(other as unknown as GeneratorSpec)).toThrow(
      message('buildGenerator', "'deconv' or 'mlp'"),
    );
    expect(() => buildClassifier(other as unknown as ClassifierSpec)).toThrow(
      message('buildClassifier', "'alexnet' or 'mlp'"),
    );
    expect(() => buildDiscriminator(deconv as unknown as DiscriminatorSpec)).toThrow(
      message('buildDiscriminator', "'dcgan' or 'mlp'", '"deconv"'),
    );
    expect(() => buildDiscriminator(mlp as unknown as DiscriminatorSpec)).toThrow(
      new RangeError('mlp: role must be one of discriminator, got generator.'),
    );
  });

  it('buildNetworks leaves nothing behind', () => {
    const before = tf.memory().numTensors;
    const options = { ...TINY, numClasses: 3, latentSize: 4 };
    expect(() => buildNetworks({ ...options, classifierFeatures: ['fc9'] })).toThrow('got fc9');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('inputs are refused', () => {
  let encoder: Encoder;
  let generator: Generator;
  let discriminator: Discriminator;
  let classifier: Classifier;
  let wide: tf.Tensor4D;
  beforeAll(() => {
    encoder = tinyEncoder();
    generator = tinyGenerator();
    discriminator = tinyDiscriminator();
    classifier = tinyClassifier();
    wide = tf.zeros<tf.Rank.R4>([2, 64, 64, 1]);
  });

  it('of another shape', () => {
    const cases: [() => unknown, string][] = [
      [
        () => encoder.encode(wide, oneHot([0, 1])),
        'encode: images: expected shape [B,32,32,1], got [2,64,64,1].',
      ],
      [() => encoder.encode(images(2), oneHot([0])), 'encode: classes: expected shape [2,3], got [1,3].'],
      [
        () => generator.generate(tf.zeros([2, 5]), oneHot([0, 1])),
        'generate: z: expected shape [B,4], got [2,5].',
      ],
      [
        () => generator.generate(latents(2), tf.zeros([2, 4])),
        'generate: classes: expected shape [2,3], got [2,4].',
      ],
      [
        () => generator.generate(tf.zeros([0, 4]), tf.zeros([0, 3])),
        'generate: z: expected shape [B,4], got [0,4].',
      ],
      [
        () => discriminator.discriminate(wide),
        'discriminate: x: expected shape [B,32,32,1], got [2,64,64,1].',
      ],
      [
        () => classifier.classify(tf.zeros([2, 32, 32])),
        'classify: x: expected shape [B,32,32,1], got [2,32,32].',
      ],
    ];
    for (const [run, message] of cases) {
      expect(run).toThrow(message);
      expect(run).toThrow(ShapeError);
    }
  });

  it('that are no tensors, or classes where there are none and the reverse', () => {
    expect(() => generator.generate([[1]] as unknown as tf.Tensor2D, undefined)).toThrow(
      new TypeError('generate: z: expected a tensor, got an array.'),
    );
    expect(() => generator.generate(latents(1), undefined)).toThrow(
      new TypeError(
        'generate: classes: expected class vectors of shape [1,3], one-hot or mixtures, got undefined.',
      ),
    );
    const free = buildGenerator({ ...deconv, numClasses: 0 });
    expect(() => free.generate(latents(1), oneHot([0]))).toThrow(
      new TypeError('generate: classes: expected undefined, the network has no classes.'),
    );
  });

  it('and so are statistics that cannot be collected, and bad seeds', () => {
    const movingStatistics = new MovingStatisticsUpdates();
    expect(() => discriminator.discriminate(images(1), { movingStatistics })).toThrow(
      new TypeError(
        "discriminate: movingStatistics: expected statistics 'batch' with it, got 'moving', where there is nothing to collect.",
      ),
    );
    expect(() => classifier.classify(images(1), { dropoutSeed: NaN })).toThrow(
      new RangeError('classify: dropoutSeed must be a safe integer, got NaN.'),
    );
  });
});

it('errors are known across copies of the package, and carry their values', () => {
  const shape = new ShapeError('generate: z', ['B', 4], [2, 5]);
  expect([
    ShapeError.isInstance(shape),
    ShapeError.isInstance(new Error('x')),
    ShapeError.isInstance(null),
  ]).toEqual([true, false, false]);
  expect(shape).toMatchObject({
    name: 'ShapeError',
    argument: 'generate: z',
    expected: ['B', 4],
    actual: [2, 5],
  });
  const format = new WeightsFormatError('loadNetwork', 'why');
  expect([WeightsFormatError.isInstance(format), WeightsFormatError.isInstance(shape)]).toEqual([
    true,
    false,
  ]);
  expect(format).toMatchObject({
    name: 'WeightsFormatError',
    source: 'loadNetwork',
    reason: 'why',
    message: 'loadNetwork: why.',
  });
});
