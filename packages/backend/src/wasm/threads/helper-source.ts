/** Names of the words in the control block that the main thread and its helpers share (int32). */
export const CONTROL = {
  /** From the highest bits, 8 each: job number, number of calls, calls claimed from the end, calls claimed from the start. */
  job: 0,
  /** Calls of the job that have returned. */
  done: 1,
  /** Helpers that are running. */
  helpers: 2,
  /** Not 0 after a helper failed. */
  failed: 3,
  words: 4,
} as const;

/** Most calls of a job. */
export const MAX_CALLS = 64;
/** Numbers kept for a call: which function, how many arguments, the arguments. */
export const CALL_NUMBERS = 32;
/** Milliseconds without work after which a helper ends, so that it holds no memory; the next job starts it again. */
export const IDLE_MILLISECONDS = 5000;
/** How often a helper looks for the next job before it sleeps: some 50 microseconds, as long as ordinary pauses last. */
const SPINS = 4000;

/**
 * What a helper thread runs. It claims calls of the current job with compare-and-exchange, so a helper that wakes too
 * late finds nothing left and nobody waits for it. Helpers claim from the end and the main thread from the start:
 * a part of a batch mostly meets the same thread, and its cache, from kernel to kernel.
 */
export const helperSource = `
const { workerData: { module, memory, control, calls, names } } = require('node:worker_threads');
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const functions = names.map((name) => exports[name]);
const words = new Int32Array(control);
const numbers = new Float64Array(calls);
Atomics.add(words, ${CONTROL.helpers}, 1);
for (;;) {
  const job = Atomics.load(words, ${CONTROL.job});
  const total = (job >> 16) & 255;
  const claimed = (job >> 8) & 255;
  if ((job & 255) + claimed < total) {
    if (Atomics.compareExchange(words, ${CONTROL.job}, job, job + 256) !== job) continue;
    const start = (total - 1 - claimed) * ${CALL_NUMBERS};
    try {
      functions[numbers[start]](...numbers.subarray(start + 2, start + 2 + numbers[start + 1]));
    } catch {
      Atomics.store(words, ${CONTROL.failed}, 1);
    }
    if (Atomics.add(words, ${CONTROL.done}, 1) + 1 === total) Atomics.notify(words, ${CONTROL.done});
    continue;
  }
  let spins = ${SPINS};
  while (spins > 0 && Atomics.load(words, ${CONTROL.job}) === job) spins--;
  if (spins === 0 && Atomics.wait(words, ${CONTROL.job}, job, ${IDLE_MILLISECONDS}) === 'timed-out') break;
}
Atomics.sub(words, ${CONTROL.helpers}, 1);
`;
