import { googLeNetFeatureSize } from './googlenet-channels.js';

/**
 * `'strided-convnet'`: a small network, quick to train. `'googlenet'`: the paper's judge (Section 5.2; Szegedy et al., 2015), batch norm
 * after each convolution.
 */
export type EvaluatorArchitecture = 'strided-convnet' | 'googlenet';

/** Everything that fixes the architecture of an evaluator; plain JSON. */
export interface EvaluatorSpec {
  readonly architecture: EvaluatorArchitecture;
  /** Height, width, channels of the images. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** K. */
  readonly numClasses: number;
  /**
   * Of `'strided-convnet'` the channels of the first convolution, which double with every halving of the image, up to eight times this;
   * of `'googlenet'` the factor of the paper's channels, 1 for all of them.
   */
  readonly width: number;
  /** F, the size of the last hidden layer, whose activations are the features; that of `'googlenet'` follows from `width`. */
  readonly featureSize: number;
}

const ARCHITECTURES: readonly unknown[] = ['strided-convnet', 'googlenet'];
/** The shorter side of the smallest images; the strided convolutions stop there, too. */
export const SMALLEST_SIDE = 4;
const MAX_FACTOR = 16;
const MAX_SIDE = 1024;
const MAX_COUNT = 1 << 20;

/** Checks a specification from outside and freezes a copy of it. */
export function resolveEvaluatorSpec(spec: EvaluatorSpec): EvaluatorSpec {
  if (!ARCHITECTURES.includes(spec.architecture)) {
    throw new RangeError(
      `evaluator: architecture must be 'strided-convnet' or 'googlenet', got '${spec.architecture}'.`,
    );
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
  if (spec.architecture === 'googlenet') {
    assertGoogLeNet(spec);
  } else {
    assertCount('width', spec.width, 1, MAX_SIDE);
    assertCount('featureSize', spec.featureSize, 1, MAX_COUNT);
  }
  return Object.freeze({
    architecture: spec.architecture,
    imageShape: Object.freeze([height, width, channels] as const),
    numClasses: spec.numClasses,
    width: spec.width,
    featureSize: spec.featureSize,
  });
}

function assertGoogLeNet({ width, featureSize }: EvaluatorSpec): void {
  if (!(width > 0 && width <= MAX_FACTOR)) {
    throw new RangeError(
      `evaluator: width of 'googlenet' must be a number in (0, ${MAX_FACTOR}], got ${width}.`,
    );
  }
  const expected = googLeNetFeatureSize(width);
  if (featureSize !== expected) {
    throw new RangeError(
      `evaluator: featureSize of 'googlenet' at width ${width} must be ${expected}, got ${featureSize}.`,
    );
  }
}

function assertCount(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`evaluator: ${name} must be an integer in [${low}, ${high}], got ${value}.`);
  }
}
