import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from './conformance-case.js';

/** The first element in which two engines disagree. */
export interface ConformanceMismatch {
  /** Which of the case's results. */
  readonly output: number;
  /** Which element of it; -1 if the shapes differ. */
  readonly element: number;
  readonly expected: number | string;
  readonly actual: number | string;
}

interface Result {
  readonly shape: string;
  readonly values: ArrayLike<number>;
}

async function resultsOn(backend: string, testCase: ConformanceCase): Promise<Result[]> {
  if (!(await tf.setBackend(backend)))
    throw new Error(`runConformanceCase: backend '${backend}' does not start.`);
  const tensors = [testCase.run()].flat();
  try {
    return await Promise.all(
      tensors.map(async (tensor) => ({ shape: `[${tensor.shape.join()}]`, values: await tensor.data() })),
    );
  } finally {
    tf.dispose(tensors);
  }
}

/**
 * Runs a case on two registered backends and compares the results:
 * `|actual - expected| <= atol + rtol * |expected|` for every element. NaN equals nothing.
 * Needs TensorFlow.js's gradients (import tfjs-layers or tfjs); leaves `backend` current.
 * @param testCase - One of {@link conformanceCases}.
 * @param backend - The registered backend to test.
 * @param reference - The registered backend that is right. @default 'cpu'
 * @returns The first disagreement; undefined if there is none.
 * @throws Error - What a kernel throws: an engine that lacks one has not passed.
 */
export async function runConformanceCase(
  testCase: ConformanceCase,
  backend: string,
  reference = 'cpu',
): Promise<ConformanceMismatch | undefined> {
  const { rtol = 1e-4, atol = 1e-5 } = testCase;
  const expected = await resultsOn(reference, testCase);
  const actual = await resultsOn(backend, testCase);
  for (const [output, { shape, values }] of expected.entries()) {
    const other = actual[output];
    if (other?.shape !== shape) {
      return { output, element: -1, expected: shape, actual: other?.shape ?? 'nothing' };
    }
    for (let element = 0; element < values.length; element++) {
      const [want = NaN, got = NaN] = [values[element], other.values[element]];
      if (got !== want && !(Math.abs(got - want) <= atol + rtol * Math.abs(want))) {
        return { output, element, expected: want, actual: got };
      }
    }
  }
  return undefined;
}
