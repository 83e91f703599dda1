/** One axis of a walk over tensors: how many elements, and how far apart they lie in each operand. */
export interface GridAxis {
  readonly size: number;
  /** Distance in elements between neighbours, for each operand; 0 repeats one element. */
  readonly steps: readonly number[];
}

/**
 * The same walk with as few axes as possible: axes of size 1 are dropped, and an axis is merged into the next one
 * where a step along it equals a whole run of the next, in every operand.
 */
export function mergeAxes(axes: readonly GridAxis[]): GridAxis[] {
  const merged: GridAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.steps.every((step, i) => step === axis.size * (axis.steps[i] ?? 0))) {
      merged[merged.length - 1] = { size: last.size * axis.size, steps: axis.steps };
    } else {
      merged.push(axis);
    }
  }
  return merged;
}

/** Sizes and steps of exactly `rank` axes, the missing outer ones of size 1; undefined if there are more. */
export function padAxes(
  axes: readonly GridAxis[],
  rank: number,
  operands: number,
): { readonly sizes: number[]; readonly steps: number[][] } | undefined {
  if (axes.length > rank) return undefined;
  const missing = rank - axes.length;
  const steps = Array.from({ length: operands }, (_, operand) => [
    ...new Array<number>(missing).fill(0),
    ...axes.map((axis) => axis.steps[operand] ?? 0),
  ]);
  return { sizes: [...new Array<number>(missing).fill(1), ...axes.map((axis) => axis.size)], steps };
}

/** Distances in elements between neighbours along each axis of a contiguous tensor. */
export function contiguousSteps(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    steps[axis] = (steps[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return steps;
}
