export interface MapOrderedOptions {
  /** How many calls run at once. */
  readonly concurrency: number;
  /** Stops with the signal's reason, after the calls under way have ended. */
  readonly signal?: AbortSignal;
}

/**
 * Calls `map` for every item, `concurrency` at a time, and yields the results in the order of the items. At most
 * `concurrency` results wait, however slow the receiver is.
 */
export async function* mapOrdered<Item, Result>(
  items: Iterable<Item>,
  map: (item: Item) => Promise<Result>,
  { concurrency, signal }: MapOrderedOptions,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  try {
    for (const item of items) {
      signal?.throwIfAborted();
      const result = map(item);
      result.catch(() => undefined); // reported when its turn comes, not as unhandled before
      pending.push(result);
      const first = pending.length < concurrency ? undefined : pending.shift();
      if (first !== undefined) yield await first;
    }
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      signal?.throwIfAborted();
      yield await next;
    }
  } finally {
    await Promise.allSettled(pending);
  }
}
