/** Draws from U[0, 1) in steps of 2^-32. */
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
 * sfc32 (Doty-Humphrey's small fast counter, 128 bits of state), keyed by a text: each epoch, class and batch has a stream of
 * its own, so any position of a data stream is reached without drawing what came before.
 * @param key - Such as `'7/flip/1200'`.
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

/** A shuffled copy (Fisher and Yates). */
export function shuffled(items: Int32Array, uniform: Uniform): Int32Array {
  const result = items.slice();
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    const item = result[last] ?? 0;
    result[last] = result[other] ?? 0;
    result[other] = item;
  }
  return result;
}
