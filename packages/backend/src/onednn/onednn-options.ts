/** Options of the `onednn` engine. */
export interface OnednnOptions {
  /**
   * Threads to compute with.
   * @default the environment's OMP_NUM_THREADS, otherwise the number of processors
   */
  readonly threads?: number;
}
