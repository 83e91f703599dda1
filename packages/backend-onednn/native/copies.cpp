#include "copies.h"

#include <cstring>

#include "parallel.h"

void copyGrid(const float* from, float* to, long n0, long n1, long n2, long n3, long n4, long n5, long s0, long s1, long s2,
              long s3, long s4, long s5, long t0, long t1, long t2, long t3, long t4, long t5) {
  const long rows = n0 * n1 * n2 * n3 * n4;
#pragma omp parallel for schedule(static) if (rows * n5 >= PARALLEL_ELEMENTS)
  for (long row = 0; row < rows; row++) {
    const long i4 = row % n4, r3 = row / n4, i3 = r3 % n3, r2 = r3 / n3, i2 = r2 % n2, r1 = r2 / n2, i1 = r1 % n1,
               i0 = r1 / n1;
    const float* source = from + i0 * s0 + i1 * s1 + i2 * s2 + i3 * s3 + i4 * s4;
    float* target = to + i0 * t0 + i1 * t1 + i2 * t2 + i3 * t3 + i4 * t4;
    if (s5 == 1 && t5 == 1) {
      if (n5 < 64) {
        for (long i = 0; i < n5; i++) target[i] = source[i];
      } else {
        std::memcpy(target, source, sizeof(float) * n5);
      }
    } else {
      for (long i = 0; i < n5; i++) target[i * t5] = source[i * s5];
    }
  }
}

void resizeNearest(const float* images, float* resized, long batch, long height, long width, long channels, long newHeight,
                   long newWidth, const int* rows, const int* columns) {
#pragma omp parallel for schedule(static) if (batch * newHeight * newWidth * channels >= PARALLEL_ELEMENTS)
  for (long line = 0; line < batch * newHeight; line++) {
    const float* source = images + (line / newHeight * height + rows[line % newHeight]) * width * channels;
    float* target = resized + line * newWidth * channels;
    for (long j = 0; j < newWidth; j++) {
      std::memcpy(target + j * channels, source + columns[j] * channels, sizeof(float) * channels);
    }
  }
}

void resizeNearestGradient(float* images, const float* resized, long batch, long height, long width, long channels,
                           long newHeight, long newWidth, const int* rows, const int* columns) {
#pragma omp parallel for schedule(static) if (batch * newHeight * newWidth * channels >= PARALLEL_ELEMENTS)
  for (long image = 0; image < batch; image++) {
    float* target = images + image * height * width * channels;
    const float* source = resized + image * newHeight * newWidth * channels;
    std::memset(target, 0, sizeof(float) * height * width * channels);
    for (long i = 0; i < newHeight; i++) {
      for (long j = 0; j < newWidth; j++) {
        float* pixel = target + (rows[i] * width + columns[j]) * channels;
        const float* from = source + (i * newWidth + j) * channels;
#pragma omp simd
        for (long c = 0; c < channels; c++) pixel[c] += from[c];
      }
    }
  }
}
