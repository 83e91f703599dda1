/** The ring of Section 4: a circle around (100, 100), blurred by normal noise across it. */
export interface Ring {
  /** Centre, as in the paper: far from what a generator starts with. */
  readonly center: readonly [number, number];
  /** The paper does not give it. */
  readonly radius: number;
  /** Standard deviation of the distance from the centre. The paper does not give it. */
  readonly width: number;
}

export const RING: Ring = Object.freeze({ center: [100, 100] as const, radius: 10, width: 1 });

/** A batch of points as the trainer takes it: one class, float32 rows. */
export interface PointBatch {
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly shape: readonly [number, number];
}

/** An endless, seeded stream of batches of points of a ring; its position is one number. */
export class RingSource {
  readonly imageShape = [2] as const;
  readonly numClasses = 0;
  #state: number;

  constructor(
    readonly batchSize: number,
    seed: number,
    readonly ring: Ring = RING,
  ) {
    this.#state = seed >>> 0;
  }

  next(): Promise<PointBatch> {
    const images = new Float32Array(2 * this.batchSize);
    for (let at = 0; at < images.length; at += 2) {
      const angle = 2 * Math.PI * this.#uniform();
      const radius = this.ring.radius + this.ring.width * this.#normal();
      images[at] = this.ring.center[0] + radius * Math.cos(angle);
      images[at + 1] = this.ring.center[1] + radius * Math.sin(angle);
    }
    return Promise.resolve({
      images,
      labels: new Int32Array(this.batchSize),
      shape: [this.batchSize, 2],
    });
  }

  state(): number {
    return this.#state;
  }

  restore(state: unknown): void {
    if (!(typeof state === 'number' && Number.isInteger(state) && state >= 0 && state < 2 ** 32)) {
      throw new RangeError(`RingSource.restore: expected an integer in [0, 2^32), got ${String(state)}.`);
    }
    this.#state = state;
  }

  /** mulberry32 (Ettinger, public domain): 32 bits of state, ample for points in a plane. */
  #uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#uniform())) * Math.cos(2 * Math.PI * this.#uniform());
  }
}
