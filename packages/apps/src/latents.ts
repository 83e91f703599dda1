import { assertCount } from './image-array.js';
import { seededUniform, type Uniform } from './random.js';

export interface LatentOptions {
  /** Z, `generator.spec.latentSize`. */
  readonly latentSize: number;
  /** A safe integer. */
  readonly seed: number;
  /**
   * Largest absolute value of a component: the normal distribution is cut off there. Less gives more typical and less varied
   * images. @default Infinity
   */
  readonly truncation?: number;
}

function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A draw from N(0, 1) given that it lies in [-bound, bound], by rejection; at least 6 of 10 proposals are taken. */
function truncatedNormal(uniform: Uniform, bound: number): number {
  for (;;) {
    if (bound >= 1) {
      const draw = normal(uniform);
      if (Math.abs(draw) <= bound) return draw;
    } else {
      const draw = (2 * uniform() - 1) * bound;
      if (uniform() < Math.exp(-(draw ** 2) / 2)) return draw;
    }
  }
}

/** A function that draws the next `count` latent vectors of a stream of the seed, row after row. */
export function latentStream(
  { latentSize, seed, truncation = Infinity }: LatentOptions,
  stream = 0,
): (count: number) => Float32Array {
  assertCount('latentSize', latentSize);
  if (!(truncation > 0)) throw new RangeError(`truncation must be > 0, got ${truncation}.`);
  const uniform = seededUniform(seed, stream);
  return (count) =>
    Float32Array.from({ length: count * latentSize }, () => truncatedNormal(uniform, truncation));
}

/**
 * `count` latent vectors from N(0, I), `[count, Z]` row by row. More of them with the same seed begin with the same ones, and
 * they do not depend on the engine.
 * @param count - At least 1.
 * @param options - Z, the seed, and where to cut off.
 * @returns `[count, Z]`, row by row.
 * @throws RangeError - `count`, Z, the seed or the truncation is out of its range.
 */
export function sampleLatents(count: number, options: LatentOptions): Float32Array {
  assertCount('sampleLatents: count', count);
  return latentStream(options)(count);
}
