/** Everything that fixes the architecture of an evaluator; plain JSON. */
export interface EvaluatorSpec {
  readonly architecture: 'strided-convnet';
  /** Height, width, channels of the images. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** K. */
  readonly numClasses: number;
  /** Channels of the first convolution; they double with every halving of the image, up to eight times this. */
  readonly width: number;
  /** F, the size of the last hidden layer, whose activations are the features. */
  readonly featureSize: number;
}

/** One convolution of the network. */
export interface EvaluatorLayer {
  readonly name: string;
  /** Height, width, channels in, channels out. */
  readonly kernel: readonly [number, number, number, number];
  /** 2 with zero padding ('same'), which halves the image; 1 without padding. */
  readonly stride: 1 | 2;
}

/** The layers of the network. */
export interface EvaluatorLayers {
  /** Each followed by batch norm and a ReLU; the last spans all that is left of the image: a dense layer of F features. */
  readonly hidden: readonly EvaluatorLayer[];
  /** With a bias: a dense layer of K logits. */
  readonly output: EvaluatorLayer;
}

/** The name of each weight beside its shape. */
export interface WeightShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** Moved by gradients; the others are the moving statistics of batch norm. */
  readonly trainable: boolean;
}

const KERNEL_SIZE = 3;
/** Halvings stop when the shorter side is this long. */
const SMALLEST_SIDE = 4;
const MAX_CHANNEL_FACTOR = 8;
const MAX_SIDE = 1024;
const MAX_COUNT = 1 << 20;

/** Checks a specification from outside and freezes a copy of it. */
export function resolveEvaluatorSpec(spec: EvaluatorSpec): EvaluatorSpec {
  if ((spec.architecture as string) !== 'strided-convnet') {
    throw new RangeError(`evaluator: architecture must be 'strided-convnet', got '${spec.architecture}'.`);
  }
  const shape: unknown = spec.imageShape;
  if (!Array.isArray(shape) || shape.length !== 3) {
    throw new RangeError('evaluator: imageShape must be [height, width, channels].');
  }
  const [height, width, channels] = spec.imageShape;
  assertCount('imageShape[0]', height, SMALLEST_SIDE, MAX_SIDE);
  assertCount('imageShape[1]', width, SMALLEST_SIDE, MAX_SIDE);
  assertCount('imageShape[2]', channels, 1, MAX_SIDE);
  assertCount('numClasses', spec.numClasses, 2, MAX_COUNT);
  assertCount('width', spec.width, 1, MAX_SIDE);
  assertCount('featureSize', spec.featureSize, 1, MAX_COUNT);
  return Object.freeze({
    architecture: spec.architecture,
    imageShape: Object.freeze([height, width, channels] as const),
    numClasses: spec.numClasses,
    width: spec.width,
    featureSize: spec.featureSize,
  });
}

function assertCount(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`evaluator: ${name} must be an integer in [${low}, ${high}], got ${value}.`);
  }
}

/** Convolutions of stride 2 until the shorter side is 4, a dense layer of F features, a dense layer of K logits. */
export function evaluatorLayers(spec: EvaluatorSpec): EvaluatorLayers {
  const { featureSize, numClasses } = spec;
  let [height, width, channels] = spec.imageShape;
  const hidden: EvaluatorLayer[] = [];
  while (Math.min(height, width) > SMALLEST_SIDE) {
    const out = spec.width * Math.min(2 ** hidden.length, MAX_CHANNEL_FACTOR);
    const name = `conv${hidden.length + 1}`;
    hidden.push({ name, kernel: [KERNEL_SIZE, KERNEL_SIZE, channels, out], stride: 2 });
    [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), out];
  }
  hidden.push({ name: 'features', kernel: [height, width, channels, featureSize], stride: 1 });
  return { hidden, output: { name: 'logits', kernel: [1, 1, featureSize, numClasses], stride: 1 } };
}

/** Names and shapes of all weights, in their stable order. */
export function evaluatorWeightShapes(spec: EvaluatorSpec): readonly WeightShape[] {
  const { hidden, output } = evaluatorLayers(spec);
  const hiddenShapes = hidden.flatMap(({ name, kernel }) => [
    { name: `${name}/kernel`, shape: kernel, trainable: true },
    { name: `${name}/gamma`, shape: [kernel[3]], trainable: true },
    { name: `${name}/beta`, shape: [kernel[3]], trainable: true },
    { name: `${name}/movingMean`, shape: [kernel[3]], trainable: false },
    { name: `${name}/movingVariance`, shape: [kernel[3]], trainable: false },
  ]);
  return [
    ...hiddenShapes,
    { name: `${output.name}/kernel`, shape: output.kernel, trainable: true },
    { name: `${output.name}/bias`, shape: [output.kernel[3]], trainable: true },
  ];
}
