/** Checks a count such as a batch size. */
export function assertInteger(name: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new RangeError(`${name} must be an integer from ${minimum} to ${maximum}, got ${value}.`);
  }
}

/** Checks a seed: all of its bits count. */
export function assertSeed(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a safe integer, got ${value}.`);
}

/** Checks that `value` is one of `choices`. */
export function assertOneOf<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) {
    throw new RangeError(`${name} must be one of ${choices.join(', ')}, got ${String(value)}.`);
  }
}
