/** The event loop gets a turn this often, for timers and signals. */
const BREATHE_MILLISECONDS = 50;

/** A function to be awaited in a long loop: it lets timers and signals run now and then, and throws the signal's reason. */
export function breather(signal?: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < BREATHE_MILLISECONDS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
    signal?.throwIfAborted();
  };
}
