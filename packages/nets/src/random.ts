/** Draws from U[0, 1). */
export type Uniform = () => number;

/** Four 32-bit hashes of a text, by four multiplicative mixers (cyrb128; bryc, public domain). */
function hash(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/**
 * sfc32 (Doty-Humphrey's small fast counter, 128 bits of state): the same draws on every engine, and streams of
 * different keys that do not overlap in practice.
 * @param key - Any text, such as `'7/dcgan/conv1/kernel'`.
 * @returns A function that gives the next draw, in [0, 1).
 */
export function keyedUniform(key: string): Uniform {
  let [a, b, c, counter] = hash(key);
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

// Taken out of the global object once: where that is a proxy (jest's test environments), each look-up is slow.
const { sqrt, log, cos, sin, PI } = Math;

/** `count` draws from U(-bound, bound). */
export function uniformDraws(count: number, bound: number, uniform: Uniform): Float32Array {
  const draws = new Float32Array(count); // Float32Array.from is several times slower
  for (let index = 0; index < count; index++) draws[index] = (2 * uniform() - 1) * bound;
  return draws;
}

/**
 * `count` draws from N(0, standardDeviation^2), by Box and Muller.
 * @param count - How many, at least 0.
 * @param standardDeviation - At least 0.
 * @param uniform - Where the randomness comes from: {@link keyedUniform}, or another source in [0, 1).
 * @returns `[count]`.
 */
export function normalDraws(count: number, standardDeviation: number, uniform: Uniform): Float32Array {
  const draws = new Float32Array(count);
  for (let index = 0; index < count; index += 2) {
    const radius = standardDeviation * sqrt(-2 * log(1 - uniform()));
    const angle = 2 * PI * uniform();
    draws[index] = radius * cos(angle);
    if (index + 1 < count) draws[index + 1] = radius * sin(angle);
  }
  return draws;
}
