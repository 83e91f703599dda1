/** Draws from U[0, 1) in steps of 2^-32. */
export type Uniform = () => number;

/**
 * sfc32 (Doty-Humphrey, PractRand): a small seeded generator with 128 bits of state, the same on every engine.
 * @param name - Of the function that errors speak of.
 * @param seed - A safe integer; all of its bits count.
 * @param stream - Another sequence of the same seed for each integer in [0, 2^32).
 */
export function seededUniform(name: string, seed: number, stream = 0): Uniform {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${name}: seed must be a safe integer, got ${seed}.`);
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = (0x9e3779b9 ^ stream) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round++) next(); // until every bit of the state depends on the seed
  return next;
}
