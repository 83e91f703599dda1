#pragma once

/** Channels of images up to which {@link imagesFromOutput} is faster than the library's own kernel. */
constexpr long FEW_CHANNELS = 3;

/**
 * The gradient of a convolution's NHWC images, or a transposed convolution, for images of few channels, whose vectors the library
 * leaves mostly empty. A matrix product gives what each output pixel adds to its window; the windows are then added up.
 */
void imagesFromOutput(float* images, float* filter, float* output, long batch, long inputHeight, long inputWidth,
                      long inputChannels, long outputHeight, long outputWidth, long outputChannels, long filterHeight,
                      long filterWidth, long rowStride, long columnStride, long padTop, long padLeft);
