import { assertMatrix, type Matrix } from './matrix.js';
import { assertNetwork, type Seeds } from './measurement.js';

/** Features of n images, `[n, F]`, and where they come from; `imageFeatures` makes them. */
export interface FeatureSet extends Matrix {
  /** SHA-256 of the network, `Evaluator.hash`. */
  readonly network: string;
  /** Of the draws that made the images. */
  readonly seeds?: Seeds;
}

/** Checks that `features` are at least `least` rows of finite numbers. */
export function assertFeatures(name: string, features: FeatureSet, least: number): void {
  assertMatrix(name, features);
  assertNetwork(`${name}: network`, features.network);
  const [n, width] = features.shape;
  if (n < least || width < 1) {
    throw new RangeError(`${name}: expected at least ${least} rows of features, got shape [${n},${width}].`);
  }
  assertFinite(name, features);
}

/** Refuses NaN and infinities, which a failed generator gives. */
export function assertFinite(name: string, { data, shape }: Matrix): void {
  for (let index = 0; index < data.length; index++) {
    if (!Number.isFinite(data[index])) {
      throw new RangeError(
        `${name}: expected finite numbers, got ${data[index] ?? NaN} in row ${Math.floor(index / shape[1])}.`,
      );
    }
  }
}

/** Refuses features of two networks, which have nothing in common. */
export function assertSameNetwork(
  name: string,
  real: { readonly network: string; readonly numFeatures: number },
  generated: { readonly network: string; readonly numFeatures: number },
): void {
  if (real.network !== generated.network || real.numFeatures !== generated.numFeatures) {
    throw new RangeError(
      `${name}: expected features of one network, got ${real.numFeatures} of ${real.network.slice(0, 12)} (real) and ${generated.numFeatures} of ${generated.network.slice(0, 12)} (generated).`,
    );
  }
}

/** Checks both sides of a comparison. */
export function assertFeaturePair(
  name: string,
  real: FeatureSet,
  generated: FeatureSet,
  least: number,
): void {
  assertFeatures(`${name}: real`, real, least);
  assertFeatures(`${name}: generated`, generated, least);
  assertSameNetwork(
    name,
    { network: real.network, numFeatures: real.shape[1] },
    { network: generated.network, numFeatures: generated.shape[1] },
  );
}
