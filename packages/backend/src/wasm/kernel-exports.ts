/** The functions of assembly/, as JavaScript sees them. Every argument is a number: addresses in bytes, sizes in elements. */
type WasmFunction = (...numbers: readonly number[]) => void;

/** Exports of the compiled kernels; each is documented where it is written, in assembly/. */
export type KernelExports = Readonly<Record<KernelExportName, WasmFunction>>;

export type KernelExportName =
  | 'packPanels'
  | 'packTransposed'
  | 'packBackward'
  | 'packPixels'
  | 'packWindows'
  | 'correlate'
  | 'filterGradient';
