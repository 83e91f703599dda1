import type { OnednnOptions } from './onednn/onednn-options.js';
import type { WasmOptions } from './wasm/wasm-options.js';

/** Engines by name. */
export type EngineName = 'tensorflow-gpu' | 'webgpu' | 'onednn' | 'tensorflow' | 'wasm' | 'cpu';

/** Options of `useBackend`; each engine reads its own. */
export interface UseBackendOptions {
  /** Options of the `onednn` engine. */
  readonly onednn?: OnednnOptions;
  /** Options of the `wasm` engine. */
  readonly wasm?: WasmOptions;
}

/** An engine that `'auto'` passed over. */
export interface SkippedEngine {
  readonly name: string;
  /** Why it cannot run here. */
  readonly reason: string;
}

/** What `useBackend` started. */
export interface EngineInfo {
  /** The engine, which is also the name of TensorFlow.js's current backend; that of `tensorflow-gpu` is `tensorflow`. */
  readonly name: EngineName;
  /** One line for people: instruction sets, threads, GPU. */
  readonly description: string;
  /** Faster engines that cannot run here; empty unless `'auto'` was asked for. */
  readonly skipped: readonly SkippedEngine[];
}

/** One way to run TensorFlow.js. */
export interface Engine {
  readonly name: EngineName;
  /**
   * Prepares the engine and makes it the current backend.
   * @param automatic - Whether `'auto'` asks, which takes no engine that the next ones are faster than.
   * @returns The description of {@link EngineInfo}.
   * @throws EngineUnavailableError - If it cannot run here.
   */
  start(options: UseBackendOptions, automatic: boolean): Promise<string>;
}
