import { assertCount } from './image-array.js';
import { seededUniform, type Uniform } from './random.js';

export interface SampleLatentsOptions {
  /** How many latent vectors, at least 1. */
  readonly count: number;
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
  name: string,
  { latentSize, seed, truncation = Infinity }: Omit<SampleLatentsOptions, 'count'>,
  stream = 0,
): (count: number) => Float32Array {
  assertCount(`${name}: latentSize`, latentSize);
  if (!(truncation > 0)) throw new RangeError(`${name}: truncation must be > 0, got ${truncation}.`);
  const uniform = seededUniform(name, seed, stream);
  return (count) =>
    Float32Array.from({ length: count * latentSize }, () => truncatedNormal(uniform, truncation));
}

/**
 * `count` latent vectors from N(0, I), `[count, Z]` row by row. More of them with the same seed begin with the same ones, and
 * they do not depend on the engine.
 * @param options - How many, Z, the seed, and where to cut off.
 * @returns `[count, Z]`, row by row.
 * @throws RangeError - `count`, Z, the seed or the truncation is out of its range.
 */
export function sampleLatents({ count, ...options }: SampleLatentsOptions): Float32Array {
  assertCount('sampleLatents: count', count);
  return latentStream('sampleLatents', options)(count);
}
