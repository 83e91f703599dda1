import { readFile } from 'node:fs/promises';

/** The header of a matrix: type, order, rows, columns. It is padded with spaces and ends its line; the values follow. */
const HEADER =
  /^\x93NUMPY.*?\{'descr': '<(f[48])', 'fortran_order': (True|False), 'shape': \((\d+), (\d+)\), \} *\n/s;

/** A matrix as `numpy.save` writes it: float32 or float64, `[n, F]`, in C order. */
export async function readNpy(file: string): Promise<{ data: Float64Array; shape: [number, number] }> {
  const bytes = await readFile(file);
  const [header, type, order, n, width] = HEADER.exec(bytes.toString('latin1', 0, 1024)) ?? [];
  if (header === undefined || order !== 'False') {
    throw new Error(`${file}: expected a matrix of float32 or float64 in C order, as numpy.save writes it.`);
  }
  const shape: [number, number] = [Number(n), Number(width)];
  const [size, read] = type === 'f4' ? [4, 'readFloatLE' as const] : [8, 'readDoubleLE' as const];
  const at = (_: unknown, index: number): number => bytes[read](header.length + size * index);
  return { data: Float64Array.from({ length: shape[0] * shape[1] }, at), shape };
}
