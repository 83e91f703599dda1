/** Checks that a list has something in it. */
export function assertNotEmpty(name: string, list: readonly unknown[]): void {
  if (list.length === 0) throw new RangeError(`${name} must not be empty.`);
}

/** Checks a count such as a width in pixels. */
export function assertCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} must be an integer >= 1, got ${value}.`);
  }
}
