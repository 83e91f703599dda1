import type { Tensor } from '@tensorflow/tfjs-core';
export type { Matchers } from 'expect'; // brings the module extended below into the program

/** Anything that reads as a flat list of numbers. */
export type Numbers = Tensor | number | ArrayLike<number> | readonly (readonly number[])[];

/** Tolerance of {@link matchers}.toBeAllClose: `|actual - expected| <= atol + rtol * |expected|`. */
export interface AllCloseOptions {
  /** Relative tolerance. @default 1e-5 */
  readonly rtol?: number;
  /** Absolute tolerance. @default 1e-6 */
  readonly atol?: number;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value;

function flatten(value: Numbers): number[] {
  if (typeof value === 'number') return [value];
  if (isTensor(value)) return Array.from(value.dataSync());
  return Array.from(value as ArrayLike<unknown>).flatMap((entry) => flatten(entry as Numbers));
}

/** Custom jest matchers; `expect.extend(matchers)` is part of every package's set-up. */
export const matchers = {
  /** Every element lies within a two-sided tolerance of the expected one; NaN equals nothing. */
  toBeAllClose(
    actual: Numbers,
    expected: Numbers,
    { rtol = 1e-5, atol = 1e-6 }: AllCloseOptions = {},
  ): MatcherResult {
    const [left, right] = [flatten(actual), flatten(expected)];
    if (left.length !== right.length) {
      return { pass: false, message: () => `expected ${right.length} elements, got ${left.length}` };
    }
    let worst = -1;
    let worstExcess = 0;
    for (const [index, value] of left.entries()) {
      const target = right[index] ?? NaN;
      const excess = value === target ? 0 : Math.abs(value - target) - (atol + rtol * Math.abs(target));
      if (!(excess <= worstExcess)) {
        worst = index;
        if (Number.isNaN(excess)) break;
        worstExcess = excess;
      }
    }
    return {
      pass: worst < 0,
      message: () =>
        worst < 0
          ? `expected some element to differ by more than rtol ${rtol}, atol ${atol}`
          : `element ${worst}: expected ${right[worst]}, got ${left[worst]} (rtol ${rtol}, atol ${atol})`,
    };
  },
};

declare module 'expect' {
  // The type parameters must be those of the interface extended here.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** Every element lies within `atol + rtol * |expected|` of the expected one. */
    toBeAllClose(expected: Numbers, options?: AllCloseOptions): R;
  }
}
