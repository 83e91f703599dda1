import { Worker } from 'node:worker_threads';
import { DataError } from './errors.js';

/** A square RGB image, `[size, size, 3]`; its memory goes to the thread. */
export interface NetworkInput {
  readonly pixels: Uint8Array;
  readonly size: number;
}

/** A box of the detector, in pixels of its input, from the outer edge. */
export type NetworkBox = readonly [score: number, x: number, y: number, width: number, height: number];

type Reply =
  | { readonly ready: true }
  | { readonly ready: false; readonly error: string; readonly code?: string }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The two networks, wherever they run. */
export type Networks = Pick<FaceNetworks, 'numWaiting' | 'boxes' | 'landmarks' | 'close'>;

/** face-api's networks in a thread, which keeps its TensorFlow.js apart from the program's. */
export class FaceNetworks {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #end: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: Reply) => {
      if (!('id' in reply)) return;
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('error' in reply) waiting?.reject(new DataError('FaceNetworks', reply.error));
      else waiting?.resolve(reply.result);
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new DataError('FaceNetworks', 'the thread has ended')));
  }

  /**
   * @param script - What the thread runs.
   * @throws DataError - The packages it needs are not installed, or do not start.
   */
  static async start(script = new URL('./face-networks-worker.js', import.meta.url)): Promise<FaceNetworks> {
    // Not the flags of the program: `--input-type` of `node --eval`, for one, does not go with a file.
    const worker = new Worker(script, { execArgv: [] });
    const reply = await new Promise<Reply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new DataError('openFaceDetector', 'the thread has ended at once')));
    });
    if ('ready' in reply && reply.ready) return new FaceNetworks(worker);
    await worker.terminate();
    const detail = 'error' in reply ? reply.error : 'it sent no word';
    throw new DataError(
      'openFaceDetector',
      'code' in reply && reply.code === 'MODULE_NOT_FOUND'
        ? 'finding faces needs three more packages: npm install @vladmandic/face-api @tensorflow/tfjs @tensorflow/tfjs-backend-wasm ' +
            `(${detail.split('\n')[0] ?? ''}); without them crop to the centre: crop 'center', or cvg prepare --crop center`
        : `the face networks do not start: ${detail}`,
    );
  }

  /** How many requests are not answered yet. */
  get numWaiting(): number {
    return this.#waiting.size;
  }

  /** Boxes of faces with at least `minScore`. */
  async boxes(input: NetworkInput, minScore: number): Promise<readonly NetworkBox[]> {
    return (await this.#ask('boxes', input, { minScore })) as readonly NetworkBox[];
  }

  /** The 68 points of one face, `(x, y)` in parts of the input's side, from its outer edge. */
  async landmarks(input: NetworkInput): Promise<readonly (readonly [x: number, y: number])[]> {
    return (await this.#ask('landmarks', input, {})) as readonly (readonly [x: number, y: number])[];
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(kind: string, { pixels, size }: NetworkInput, more: object): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, pixels, size, ...more }, [pixels.buffer as ArrayBuffer]);
    });
  }

  #fail(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
