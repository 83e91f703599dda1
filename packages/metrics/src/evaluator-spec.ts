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

/** Shapes of one layer of the network. */
export interface EvaluatorLayer {
  readonly name: string;
  /** `[kernel, kernel, in, out]` of a stride-2 convolution, or `[in, out]` of a dense layer. */
  readonly kernel: readonly number[];
  /** Whether batch norm and a ReLU follow; the last layer has a bias instead. */
  readonly normalized: boolean;
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

/** Stride-2 convolutions until the shorter side is 4, a dense layer of F features, a dense layer of K logits. */
export function evaluatorLayers(spec: EvaluatorSpec): readonly EvaluatorLayer[] {
  let [height, width, channels] = spec.imageShape;
  const layers: EvaluatorLayer[] = [];
  while (Math.min(height, width) > SMALLEST_SIDE) {
    const out = spec.width * Math.min(2 ** layers.length, MAX_CHANNEL_FACTOR);
    const name = `conv${layers.length + 1}`;
    layers.push({ name, kernel: [KERNEL_SIZE, KERNEL_SIZE, channels, out], normalized: true });
    [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), out];
  }
  layers.push({ name: 'features', kernel: [height * width * channels, spec.featureSize], normalized: true });
  layers.push({ name: 'logits', kernel: [spec.featureSize, spec.numClasses], normalized: false });
  return layers;
}

/** Names and shapes of all weights, in their stable order. */
export function evaluatorWeightShapes(spec: EvaluatorSpec): readonly WeightShape[] {
  return evaluatorLayers(spec).flatMap(({ name, kernel, normalized }) => {
    const out = [kernel[kernel.length - 1] ?? 0];
    const weight = { name: `${name}/kernel`, shape: kernel, trainable: true };
    if (!normalized) return [weight, { name: `${name}/bias`, shape: out, trainable: true }];
    return [
      weight,
      { name: `${name}/gamma`, shape: out, trainable: true },
      { name: `${name}/beta`, shape: out, trainable: true },
      { name: `${name}/movingMean`, shape: out, trainable: false },
      { name: `${name}/movingVariance`, shape: out, trainable: false },
    ];
  });
}
