/** Options of the `onednn` engine. */
export interface OnednnOptions {
  /**
   * Threads to compute with.
   * @default the environment's OMP_NUM_THREADS, otherwise the number of processors
   */
  readonly threads?: number;
  /**
   * What convolutions and matrix products multiply. `'bfloat16'` rounds what goes into them to 8 significant bits and adds in
   * float32; tensors stay float32. Needs a processor with AVX512_BF16.
   * @default 'float32'
   */
  readonly precision?: 'float32' | 'bfloat16';
}
