const MARKER = Symbol.for('@cvg/backend/GpuFailureError');

/**
 * What failed: `'lost'` the whole device, `'out-of-memory'` an allocation, `'invalid'` a command the GPU refused, `'read'` reading values
 * back.
 */
export type GpuFailure = 'lost' | 'out-of-memory' | 'invalid' | 'read';

/** The GPU failed while it computed; results since then are not to be trusted. */
export class GpuFailureError extends Error {
  override readonly name = 'GpuFailureError';
  /** @internal */
  readonly [MARKER] = true;

  constructor(
    readonly failure: GpuFailure,
    /** What the GPU said, and what can be done. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`webgpu: ${reason}.`, options);
  }

  /** Whether `value` is such an error; also true across duplicated copies of this package. */
  static isInstance(value: unknown): value is GpuFailureError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
