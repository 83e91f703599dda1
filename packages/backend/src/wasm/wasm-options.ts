/** Options of the `wasm` engine. */
export interface WasmOptions {
  /**
   * Where the `.wasm` files of tfjs-backend-wasm are: the URL or path of their folder (ending in `/`), or a map from file name.
   * @default in Node the installed package; in browsers beside the script that contains tfjs-backend-wasm
   */
  readonly paths?: string | Readonly<Record<string, string>>;
  /**
   * Fused multiply-add where the JavaScript engine has it (Node 20 and later): up to 1.4 times as fast. Sums then
   * round differently than without it, so switch it off to compare runs of different machines digit for digit.
   * Counts at the first call only.
   * @default true
   */
  readonly fusedMultiplyAdd?: boolean;
  /**
   * Threads to compute with, this one included, where they can be had: in Node, unless the backend was started before.
   * Results do not depend on the number. Helpers share the work of large kernels, wake within microseconds while there
   * is work, sleep otherwise, and do not keep the process alive. Counts at the first call only.
   * @default the number of processors, at most 4
   */
  readonly threads?: number;
}
