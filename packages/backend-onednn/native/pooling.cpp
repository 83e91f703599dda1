#include "pooling.h"

#include <algorithm>
#include <cstring>

#include "parallel.h"

namespace {

struct Pool {
  long batch, ih, iw, channels, oh, ow, kh, kw, sh, sw, top, left;
};

/** Calls `f(first input pixel, rows, columns, output pixel)` for each window of one image. */
template <typename Function>
void windows(const Pool& p, Function f) {
  for (long r = 0; r < p.oh; r++) {
    const long i0 = std::max(0L, r * p.sh - p.top), i1 = std::min(p.ih, r * p.sh - p.top + p.kh);
    for (long c = 0; c < p.ow; c++) {
      const long j0 = std::max(0L, c * p.sw - p.left), j1 = std::min(p.iw, c * p.sw - p.left + p.kw);
      f(i0 * p.iw + j0, i1 - i0, j1 - j0, r * p.ow + c);
    }
  }
}

/** Calls `f(image)` for each image of the batch, on all threads. */
template <typename Function>
void images(const Pool& p, Function f) {
  const bool parallel = p.batch * p.oh * p.ow * p.channels * p.kh * p.kw >= PARALLEL_ELEMENTS;
#pragma omp parallel for schedule(static) if (parallel)
  for (long image = 0; image < p.batch; image++) f(image);
}

/** `y = finish(reduce(...reduce(reduce(start, x0), x1)...))` over each window. */
template <typename Reduce, typename Finish>
void pool(const float* x, float* y, const Pool& p, float start, Reduce reduce, Finish finish) {
  images(p, [&](long image) {
    const float* from = x + image * p.ih * p.iw * p.channels;
    float* to = y + image * p.oh * p.ow * p.channels;
    windows(p, [&](long input, long rows, long columns, long output) {
      float* result = to + output * p.channels;
      std::fill_n(result, p.channels, start);
      for (long i = 0; i < rows; i++) {
        for (long j = 0; j < columns; j++) {
          const float* pixel = from + (input + i * p.iw + j) * p.channels;
#pragma omp simd
          for (long c = 0; c < p.channels; c++) result[c] = reduce(result[c], pixel[c]);
        }
      }
      for (long c = 0; c < p.channels; c++) result[c] = finish(result[c], rows * columns);
    });
  });
}

}  // namespace

void maxPool(const float* x, float* y, long batch, long ih, long iw, long channels, long oh, long ow, long kh, long kw,
             long sh, long sw, long top, long left) {
  const Pool p{batch, ih, iw, channels, oh, ow, kh, kw, sh, sw, top, left};
  const float least = -__builtin_inff();
  pool(x, y, p, least, [](float a, float b) { return b > a ? b : a; }, [](float sum, long) { return sum; });
}

void averagePool(const float* x, float* y, long batch, long ih, long iw, long channels, long oh, long ow, long kh, long kw,
                 long sh, long sw, long top, long left) {
  const Pool p{batch, ih, iw, channels, oh, ow, kh, kw, sh, sw, top, left};
  pool(x, y, p, 0.0f, [](float a, float b) { return a + b; },
       [](float sum, long count) { return sum / static_cast<float>(count); });
}

void maxPoolGradient(const float* dy, const float* x, const float* y, float* dx, long batch, long ih, long iw, long channels,
                     long oh, long ow, long kh, long kw, long sh, long sw, long top, long left) {
  const Pool p{batch, ih, iw, channels, oh, ow, kh, kw, sh, sw, top, left};
  images(p, [&](long image) {
    const long in = image * ih * iw * channels, out = image * oh * ow * channels;
    std::memset(dx + in, 0, sizeof(float) * ih * iw * channels);
    windows(p, [&](long input, long rows, long columns, long output) {
      constexpr long LANES = 64;
      for (long first = 0; first < channels; first += LANES) {
        const long count = std::min(LANES, channels - first), at = out + output * channels + first;
        // What has been given away is not given again.
        float rest[LANES];
        for (long c = 0; c < count; c++) rest[c] = dy[at + c];
        for (long i = 0; i < rows; i++) {
          for (long j = 0; j < columns; j++) {
            const long pixel = in + (input + i * iw + j) * channels + first;
#pragma omp simd
            for (long c = 0; c < count; c++) {
              const bool hit = x[pixel + c] == y[at + c];
              dx[pixel + c] += hit ? rest[c] : 0.0f;
              rest[c] = hit ? 0.0f : rest[c];
            }
          }
        }
      }
    });
  });
}

void averagePoolGradient(const float* dy, float* dx, long batch, long ih, long iw, long channels, long oh, long ow, long kh,
                         long kw, long sh, long sw, long top, long left) {
  const Pool p{batch, ih, iw, channels, oh, ow, kh, kw, sh, sw, top, left};
  const float factor = 1.0f / static_cast<float>(kh * kw);
  images(p, [&](long image) {
    const long in = image * ih * iw * channels, out = image * oh * ow * channels;
    std::memset(dx + in, 0, sizeof(float) * ih * iw * channels);
    windows(p, [&](long input, long rows, long columns, long output) {
      const float* from = dy + out + output * channels;
      for (long i = 0; i < rows; i++) {
        for (long j = 0; j < columns; j++) {
          float* to = dx + in + (input + i * iw + j) * channels;
#pragma omp simd
          for (long c = 0; c < channels; c++) to[c] += from[c] * factor;
        }
      }
    });
  });
}
