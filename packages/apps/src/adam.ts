/** Adam's decays of the means of gradient and squared gradient, and the guard of its division. */
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam in host memory: z is small, and so every engine takes the same steps. */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps = 0;

  /** @param values - Changed in place. */
  constructor(private readonly values: Float32Array) {
    this.#mean = new Float64Array(values.length);
    this.#square = new Float64Array(values.length);
  }

  step(gradient: Float32Array, learningRate: number): void {
    this.#steps++;
    const [scale1, scale2] = [1 - BETA1 ** this.#steps, 1 - BETA2 ** this.#steps];
    for (const [index, slope] of gradient.entries()) {
      const mean = BETA1 * (this.#mean[index] ?? 0) + (1 - BETA1) * slope;
      const square = BETA2 * (this.#square[index] ?? 0) + (1 - BETA2) * slope * slope;
      this.#mean[index] = mean;
      this.#square[index] = square;
      const change = (learningRate * (mean / scale1)) / (Math.sqrt(square / scale2) + EPSILON);
      this.values[index] = (this.values[index] ?? 0) - change;
    }
  }
}
