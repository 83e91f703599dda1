type Listener = (...values: unknown[]) => void;

interface NodeProcess {
  listeners(event: string): Listener[];
  removeListener(event: string, listener: Listener): void;
}

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs `start` and takes back the listeners for lost errors that tfjs-backend-wasm's loader adds to Node's process: they only
 * throw the error again, from a place of their own and with another exit code.
 */
export async function keepProcessListeners<T>(start: () => Promise<T>): Promise<T> {
  const { process } = globalThis as { readonly process?: Partial<NodeProcess> };
  const listeners = (event: string): Listener[] => process?.listeners?.(event) ?? [];
  const before = new Map(EVENTS.map((event) => [event, new Set(listeners(event))]));
  try {
    return await start();
  } finally {
    for (const event of EVENTS) {
      for (const listener of listeners(event)) {
        const added = before.get(event)?.has(listener) === false;
        if (added && /\bthrow (ex|reason)\b/.test(listener.toString()))
          process?.removeListener?.(event, listener);
      }
    }
  }
}
