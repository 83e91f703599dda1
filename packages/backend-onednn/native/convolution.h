#pragma once

/**
 * Convolutions of NHWC images with HWIO filters, on oneDNN. `kind` is 0: output from images and filter, 1: images from output
 * and filter, 2: filter from images and output. The last numbers are as in ConvolutionShape of convolution.cpp.
 */
void convolution(int kind, float* images, float* filter, float* output, long batch, long inputHeight, long inputWidth,
                 long inputChannels, long outputHeight, long outputWidth, long outputChannels, long filterHeight,
                 long filterWidth, long rowStride, long columnStride, long padTop, long padLeft);
