#include "few-channels.h"

#include <algorithm>
#include <cstring>

#include "matrix-product.h"
#include "onednn.h"
#include "parallel.h"

namespace {

/** Output pixels of a product: enough for its speed, few enough that their windows stay in the cache. */
constexpr long GROUP_PIXELS = 8192;

}  // namespace

void imagesFromOutput(float* images, float* filter, float* output, long batch, long inputHeight, long inputWidth,
                      long inputChannels, long outputHeight, long outputWidth, long outputChannels, long filterHeight,
                      long filterWidth, long rowStride, long columnStride, long padTop, long padLeft) {
  const long pixels = outputHeight * outputWidth, line = filterWidth * inputChannels, window = filterHeight * line;
  const long imageFloats = inputHeight * inputWidth * inputChannels;
  const long group = std::clamp(GROUP_PIXELS / pixels, 1L, batch);
  auto* const windows = static_cast<float*>(scratch(Scratch::floats, sizeof(float) * group * pixels * window));
  for (long first = 0; first < batch; first += group) {
    const long count = std::min(group, batch - first);
    matrixProduct(output + first * pixels * outputChannels, filter, windows, count * pixels, outputChannels, window, 0, 1);
#pragma omp parallel for schedule(static) if (count * pixels * window >= PARALLEL_ELEMENTS)
    for (long image = 0; image < count; image++) {
      float* const to = images + (first + image) * imageFloats;
      std::memset(to, 0, sizeof(float) * imageFloats);
      const float* from = windows + image * pixels * window;
      for (long r = 0; r < outputHeight; r++) {
        for (long c = 0; c < outputWidth; c++, from += window) {
          const long left = c * columnStride - padLeft;
          const long begin = std::max(0L, -left), end = std::min(filterWidth, inputWidth - left);
          for (long tap = 0; tap < filterHeight; tap++) {
            const long row = r * rowStride - padTop + tap;
            if (row < 0 || row >= inputHeight) continue;
            float* const target = to + (row * inputWidth + left) * inputChannels;
            const float* const source = from + tap * line;
            for (long i = begin * inputChannels; i < end * inputChannels; i++) target[i] += source[i];
          }
        }
      }
    }
  }
}
