import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

type Shape4D = [number, number, number, number];

/** Sizes of a 2D convolution of NHWC images. */
export interface ConvolutionGeometry {
  readonly outputShape: Shape4D;
  readonly isDilated: boolean;
  /** Batch to left padding, in the order in which the addon takes them. */
  readonly numbers: readonly number[];
}

/**
 * Geometry of a convolution as TensorFlow.js's attributes give it.
 * @throws Error - For channels-first images, and for a filter of other channels than the images.
 */
export function convolutionGeometry(
  kernel: string,
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: NamedAttrMap,
): ConvolutionGeometry {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs;
  if (dataFormat === 'NCHW') {
    throw new Error(`${kernel}: expected dataFormat 'NHWC', got 'NCHW'; the onednn engine has no other.`);
  }
  if (inputShape.length !== 4 || filterShape.length !== 4 || inputShape[3] !== filterShape[2]) {
    throw new RangeError(
      `${kernel}: expected images [B,H,W,C] and a filter [h,w,C,D], got [${inputShape.join()}] and [${filterShape.join()}].`,
    );
  }
  const info = backend_util.computeConv2DInfo(
    [...inputShape] as Shape4D,
    [...filterShape] as Shape4D,
    strides as number | [number, number],
    (dilations ?? 1) as number | [number, number],
    pad as 'same' | 'valid' | number,
    dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
    false,
    'channelsLast',
  );
  return {
    outputShape: info.outShape,
    isDilated: info.dilationHeight > 1 || info.dilationWidth > 1,
    numbers: [
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
      ...[info.outHeight, info.outWidth, info.outChannels, info.filterHeight, info.filterWidth],
      ...[info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left],
    ],
  };
}
