/** Draws from U[0, 1). */
export type Uniform = () => number;

/**
 * mulberry32: a small seeded generator of 2^32 states, the same on every engine and platform.
 * @param seed - An integer; its lowest 32 bits count.
 */
export function seededUniform(seed: number): Uniform {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` draws from N(0, 1), by Box-Muller. */
export function normalDraws(count: number, uniform: Uniform): Float32Array {
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** Shuffles in place: every order is equally likely (Fisher and Yates). */
export function shuffle(values: number[], uniform: Uniform): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    const moved = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = moved;
  }
}

/** Refuses a seed that is no safe integer. */
export function assertSeed(name: string, seed: number): void {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${name} must be a safe integer, got ${seed}.`);
}
