/** A convolution of NHWC images with padding `'same'`. */
export interface ConvolutionShape {
  readonly name: string;
  readonly batch: number;
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly filter: number;
  readonly stride: number;
}

const shape = (
  name: string,
  [batch, size, inputs, outputs, filter, stride]: readonly [number, number, number, number, number, number],
): ConvolutionShape => ({ name, batch, size, inputs, outputs, filter, stride });

/**
 * The reference shape, and layers of the CVAE-GAN at 32 pixels, batch 64, a quarter of the paper's width. A layer of
 * the generator stands here as the convolution whose backward pass it is: its forward pass is "backward input".
 */
export const convolutionShapes: readonly ConvolutionShape[] = [
  shape('reference', [16, 32, 128, 128, 5, 1]),
  shape('E stem', [64, 32, 1, 16, 7, 2]),
  shape('E 1x1', [64, 4, 120, 48, 1, 1]),
  shape('E 3x3', [64, 8, 24, 32, 3, 1]),
  shape('E 3x3 small', [64, 2, 40, 80, 3, 1]),
  shape('E 5x5', [64, 4, 8, 16, 5, 1]),
  shape('G 2 to 4', [64, 4, 64, 64, 3, 2]),
  shape('G 8 to 16', [64, 16, 16, 23, 5, 2]),
  shape('G 16 to 32', [64, 32, 1, 16, 5, 2]),
  shape('D 32 to 16', [64, 32, 1, 16, 5, 2]),
  shape('D 16 to 8', [64, 16, 16, 32, 5, 2]),
  shape('D 8 to 4', [64, 8, 32, 64, 5, 2]),
  shape('C 3x3', [64, 4, 96, 96, 3, 1]),
  shape('dense', [64, 1, 1024, 1024, 1, 1]),
];

/** Floating-point operations of a pass, counting a multiply-add as two and the padding as if it were image. */
export function operations({ batch, size, inputs, outputs, filter, stride }: ConvolutionShape): number {
  const outputSize = Math.ceil(size / stride);
  return 2 * batch * outputSize ** 2 * filter ** 2 * inputs * outputs;
}
