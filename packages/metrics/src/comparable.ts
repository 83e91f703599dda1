import type { Measurement } from './measurement.js';

const marker = Symbol.for('@cvg/metrics.IncomparableError');

/** Measurements that do not belong side by side. */
export class IncomparableError extends Error {
  override readonly name = 'IncomparableError';
  readonly [marker] = true;

  constructor(
    readonly metric: string,
    /** What differs: `n.real`, `n.generated`, `network`, `splits` or a setting. */
    readonly field: string,
    readonly expected: unknown,
    readonly got: unknown,
  ) {
    super(
      `${metric}: results with different ${field} do not belong in one table: ${String(expected)} and ${String(got)}.`,
    );
  }

  /** Whether `error` is an IncomparableError, also one of another copy of this package. */
  static isInstance(error: unknown): error is IncomparableError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/**
 * Refuses two measurements of one metric that depend on different things; only their seeds may differ.
 * @throws IncomparableError - n, the network, the splits or a setting differ.
 */
export function assertComparable(first: Measurement, second: Measurement): void {
  const names = new Set([...Object.keys(first.settings), ...Object.keys(second.settings)]);
  const fields: (readonly [string, unknown, unknown])[] = [
    ['metric', first.metric, second.metric],
    ['n.real', first.n.real, second.n.real],
    ['n.generated', first.n.generated, second.n.generated],
    ['network', first.network, second.network],
    ['splits', first.splits, second.splits],
    ...[...names].map((name) => [name, first.settings[name], second.settings[name]] as const),
  ];
  for (const [field, expected, got] of fields) {
    if (expected !== got) throw new IncomparableError(first.metric, field, expected, got);
  }
}
