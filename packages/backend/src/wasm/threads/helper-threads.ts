import { nodeBuiltin } from '../../node-builtin.js';
import type { KernelExportName, KernelExports } from '../kernel-exports.js';
import { CALL_NUMBERS, CONTROL, helperSource, IDLE_MILLISECONDS, MAX_CALLS } from './helper-source.js';

/** A call of a kernel: its name and its arguments. */
export type Call = readonly [name: KernelExportName, numbers: readonly number[]];

const workerThreads = nodeBuiltin<typeof import('node:worker_threads')>('node:worker_threads');

/** Whether helper threads can be had: Node. Browsers would need isolation from other origins, and do without. */
export function supportsHelperThreads(): boolean {
  return workerThreads !== undefined && typeof SharedArrayBuffer === 'function';
}

/** Threads that share the work of a kernel with the main thread, which never waits for one that has not started. */
export class HelperThreads {
  private readonly control = new SharedArrayBuffer(4 * CONTROL.words);
  private readonly words = new Int32Array(this.control);
  private readonly calls = new SharedArrayBuffer(8 * CALL_NUMBERS * MAX_CALLS);
  private readonly numbers = new Float64Array(this.calls);
  private readonly names: readonly KernelExportName[];
  private readonly codes: ReadonlyMap<KernelExportName, number>;
  private jobs = 0;
  private startedAt = -Infinity;
  private refused = false;

  constructor(
    private readonly kernels: KernelExports,
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    /** How many helpers beside the main thread. */
    readonly count: number,
  ) {
    this.names = Object.keys(kernels) as KernelExportName[];
    this.codes = new Map(this.names.map((name, code) => [name, code]));
    this.start();
  }

  /** Resolves when the helpers run; also where they cannot, and after a second: they are not needed. */
  async started(): Promise<void> {
    for (let waited = 0; waited < 1000 && !this.refused; waited += 5) {
      if (Atomics.load(this.words, CONTROL.helpers) > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Starts the helpers. They join the work once they run, and do not keep the process alive. */
  private start(): void {
    this.startedAt = performance.now();
    const { module, memory, control, calls, names } = this;
    const workerData = { module, memory, control, calls, names };
    // Where a helper cannot start, the main thread does its work.
    const refused = (): void => {
      this.refused = true;
    };
    try {
      for (let helper = 0; workerThreads !== undefined && helper < this.count; helper++) {
        const worker = new workerThreads.Worker(helperSource, { eval: true, workerData });
        worker.on('error', refused);
        worker.unref();
      }
    } catch {
      refused();
    }
  }

  /**
   * Runs at most {@link MAX_CALLS} independent calls, in any order and on any thread, and returns when all have returned.
   * @throws Error - If a call traps.
   */
  run(calls: readonly Call[]): void {
    const { words } = this;
    if (Atomics.load(words, CONTROL.helpers) === 0) {
      if (!this.refused && performance.now() - this.startedAt > IDLE_MILLISECONDS / 2) this.start();
      for (const [name, numbers] of calls) this.kernels[name](...numbers);
      return;
    }
    for (const [index, [name, numbers]] of calls.entries()) {
      const start = index * CALL_NUMBERS;
      this.numbers[start] = this.codes.get(name) ?? 0;
      this.numbers[start + 1] = numbers.length;
      this.numbers.set(numbers, start + 2);
    }
    this.jobs = (this.jobs + 1) & 255;
    Atomics.store(words, CONTROL.done, 0);
    Atomics.store(words, CONTROL.job, (this.jobs << 24) | (calls.length << 16));
    Atomics.notify(words, CONTROL.job);
    for (;;) {
      const job = Atomics.load(words, CONTROL.job);
      const call = calls[job & 255];
      if (call === undefined || (job & 255) + ((job >> 8) & 255) >= calls.length) break;
      if (Atomics.compareExchange(words, CONTROL.job, job, job + 1) !== job) continue;
      const [name, numbers] = call;
      this.kernels[name](...numbers);
      Atomics.add(words, CONTROL.done, 1);
    }
    for (let done = Atomics.load(words, CONTROL.done), spins = 0; done < calls.length; spins++) {
      if (spins > 2000) Atomics.wait(words, CONTROL.done, done, 1);
      done = Atomics.load(words, CONTROL.done);
    }
    if (Atomics.load(words, CONTROL.failed) !== 0) {
      throw new Error(`wasm: a kernel failed in a helper thread: ${calls.map(([name]) => name).join(', ')}.`);
    }
  }
}
