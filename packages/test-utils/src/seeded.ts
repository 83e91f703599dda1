/** mulberry32: a small reproducible generator of test data (Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` draws from U(low, high). */
export function seededUniform(count: number, seed: number, low = 0, high = 1): Float32Array {
  const next = mulberry32(seed);
  return Float32Array.from({ length: count }, () => low + (high - low) * next());
}

/** `count` draws from N(0, 1), by Box-Muller. */
export function seededNormal(count: number, seed: number): Float32Array {
  const next = mulberry32(seed);
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}
