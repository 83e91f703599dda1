import type { Addon } from './addon.js';

/** Bytes of a segment, unless a tensor needs more. Memory that is never written costs nothing. */
const SEGMENT_BYTES = 2 ** 28;

interface Segment {
  readonly buffer: ArrayBuffer;
  readonly address: number;
}

/**
 * The memory that tensors live in: segments that the addon maps and divides. What is released is used again and never
 * handed back, so a program that repeats the same steps needs no new memory.
 */
export class Heap {
  private readonly segments: Segment[] = [];
  private readonly id: number;

  constructor(private readonly addon: Addon) {
    this.id = addon.createHeap();
  }

  /** Bytes of all segments. */
  get reservedBytes(): number {
    return this.segments.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  }

  /** Bytes that are allocated. */
  get usedBytes(): number {
    return this.addon.usedBytes(this.id);
  }

  /**
   * The address of `bytes` bytes of whatever was there before.
   * @throws Error - If the system has no more memory.
   */
  allocate(bytes: number): number {
    const address = this.addon.allocate(this.id, bytes);
    if (address !== 0) return address;
    const buffer = this.addon.reserve(this.id, Math.max(SEGMENT_BYTES, Math.ceil(bytes / 4096) * 4096));
    this.segments.push({ buffer, address: this.addon.addressOf(buffer) });
    return this.addon.allocate(this.id, bytes);
  }

  release(address: number): void {
    this.addon.release(this.id, address);
  }

  /** Whether a typed array shows memory of this heap. */
  owns(buffer: ArrayBufferLike): boolean {
    return this.segments.some((segment) => segment.buffer === buffer);
  }

  /** The segment that an address is in, and where in it. */
  locate(address: number): readonly [buffer: ArrayBuffer, byteOffset: number] {
    for (const segment of this.segments) {
      const offset = address - segment.address;
      if (offset >= 0 && offset < segment.buffer.byteLength) return [segment.buffer, offset];
    }
    throw new RangeError(`onednn: address ${address} is in no segment.`);
  }
}
