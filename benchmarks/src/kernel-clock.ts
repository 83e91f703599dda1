import * as tf from '@tensorflow/tfjs-core';

/** Calls of a kernel in one step, and the milliseconds they take together. */
export interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
}

/**
 * Times every kernel of the current backend, which must be synchronous. Of repeated steps the fastest run of each call
 * counts, so that other work of the machine is not measured.
 */
export class KernelClock {
  private readonly calls: { readonly kernel: string; milliseconds: number }[] = [];
  private next = 0;

  constructor() {
    for (const config of tf.getKernelsForBackend(tf.getBackend())) {
      const run = config.kernelFunc;
      (config as { kernelFunc: tf.KernelFunc }).kernelFunc = (params) => {
        const start = performance.now();
        const outputs = run(params);
        this.record(config.kernelName, performance.now() - start);
        return outputs;
      };
    }
  }

  private record(kernel: string, milliseconds: number): void {
    const call = this.calls[this.next];
    if (call === undefined) this.calls.push({ kernel, milliseconds });
    else call.milliseconds = Math.min(call.milliseconds, milliseconds);
    this.next++;
  }

  /** Begins another repetition of the same calls. */
  rewind(): void {
    this.next = 0;
  }

  /** Time by kernel, the slowest first. */
  times(): KernelTime[] {
    const sums = new Map<string, { calls: number; milliseconds: number }>();
    for (const { kernel, milliseconds } of this.calls) {
      const sum = sums.get(kernel) ?? { calls: 0, milliseconds: 0 };
      sum.calls++;
      sum.milliseconds += milliseconds;
      sums.set(kernel, sum);
    }
    return [...sums]
      .map(([kernel, sum]) => ({ kernel, ...sum }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
  }
}
