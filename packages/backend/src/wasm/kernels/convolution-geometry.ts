import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

/** Sizes of a 2D convolution of NHWC images. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly inputChannels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly outputChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly rowDilation: number;
  readonly columnDilation: number;
}

type Shape4D = [number, number, number, number];

/**
 * Geometry of a convolution as TensorFlow.js's attributes give it.
 * @throws Error - For channels-first images, which no kernel of the wasm engine takes.
 */
export function convolutionGeometry(
  kernel: string,
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: NamedAttrMap,
  depthwise = false,
): ConvolutionGeometry {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs;
  if (dataFormat === 'NCHW') {
    throw new Error(`${kernel}: expected dataFormat 'NHWC', got 'NCHW'; the wasm engine has no other.`);
  }
  const info = backend_util.computeConv2DInfo(
    [...inputShape] as Shape4D,
    [...filterShape] as Shape4D,
    strides as number | [number, number],
    (dilations ?? 1) as number | [number, number],
    pad as 'same' | 'valid' | number,
    dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
    depthwise,
    'channelsLast',
  );
  return {
    batch: info.batchSize,
    inputHeight: info.inHeight,
    inputWidth: info.inWidth,
    inputChannels: info.inChannels,
    outputHeight: info.outHeight,
    outputWidth: info.outWidth,
    outputChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    rowStride: info.strideHeight,
    columnStride: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
    rowDilation: info.dilationHeight,
    columnDilation: info.dilationWidth,
  };
}
