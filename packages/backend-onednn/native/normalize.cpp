#include "normalize.h"

#include <cmath>

#include "activation.h"
#include "columns.h"

namespace {

/** Scratch for the totals and `lines` wide rows. */
struct Lines {
  Lines(const Columns& columns, int count, int lines)
      : stride(columns.width),
        line(static_cast<float*>(scratch(
            Scratch::floats,
            sizeof(float) * (columns.totalFloats(count) + 2 * count * columns.channels + lines * columns.width + 64)))),
        totals(reinterpret_cast<double*>(line + (lines * columns.width + 15) / 16 * 16)),
        memory(reinterpret_cast<float*>(totals + count * columns.channels)) {}

  float* operator[](int index) const { return line + index * stride; }

  long stride;
  float* line;
  double* totals;
  float* memory;
};

/** The mean of a few rows: near enough to the true one that squares of differences lose no digits. */
float roughMean(const float* x, const Columns& columns, long channel) {
  const long samples = std::min(16L, columns.rows);
  float sum = 0;
  for (long sample = 0; sample < samples; sample++) {
    sum += x[columns.rows * sample / samples * columns.channels + channel];
  }
  return sum / static_cast<float>(samples);
}

void affine(const float* x, float* y, const Columns& columns, const float* slopes, const float* shifts, float slope) {
  columns.each([=](long i, long w) { y[i] = activate(x[i] * slopes[w] + shifts[w], slope); });
}

}  // namespace

void batchNormTraining(const float* x, const float* scale, const float* offset, float* y, float* mean, float* variance,
                       long rows, long channels, float epsilon, float slope) {
  const Columns columns(rows, channels);
  const Lines lines(columns, 2, 2);
  float *const centers = lines[0], *const shifts = lines[1];
  columns.spread(centers, [&](long c) { return roughMean(x, columns, c); });
  columns.totals<2>(lines.memory, lines.totals, [=](long i, long w, float& sum, float& squares) {
    const float difference = x[i] - centers[w];
    sum += difference;
    squares += difference * difference;
  });
  for (long c = 0; c < channels; c++) {
    const double average = lines.totals[c] / rows;
    mean[c] = static_cast<float>(centers[c] + average);
    variance[c] = static_cast<float>(std::max(0.0, lines.totals[channels + c] / rows - average * average));
  }
  float* const slopes = centers;
  columns.spread(slopes, [&](long c) { return scale[c] / std::sqrt(variance[c] + epsilon); });
  columns.spread(shifts, [&](long c) { return offset[c] - mean[c] * slopes[c]; });
  affine(x, y, columns, slopes, shifts, slope);
}

void batchNormTrainingGradient(const float* dy, const float* x, const float* y, const float* mean, const float* variance,
                               const float* scale, float* dx, float* dscale, float* doffset, long rows, long channels,
                               float epsilon, float slope) {
  const Columns columns(rows, channels);
  const Lines lines(columns, 2, 4);
  float *const centers = lines[0], *const slopes = lines[1], *const factors = lines[2], *const shifts = lines[3];
  columns.spread(centers, [&](long c) { return mean[c]; });
  const auto gradients = [=](auto gradient) {
    columns.totals<2>(lines.memory, lines.totals, [=](long i, long w, float& sum, float& product) {
      const float g = gradient(i);
      sum += g;
      product += g * (x[i] - centers[w]);
    });
    const double* totals = lines.totals;
    const auto deviation = [=](long c) { return 1.0 / std::sqrt(static_cast<double>(variance[c]) + epsilon); };
    for (long c = 0; c < channels; c++) {
      doffset[c] = static_cast<float>(totals[c]);
      dscale[c] = static_cast<float>(totals[channels + c] * deviation(c));
    }
    // dx = slope (g - mean of g - (x - mean) / deviation^2 * mean of g (x - mean)), as a line in g and x.
    columns.spread(slopes, [&](long c) { return static_cast<float>(scale[c] * deviation(c)); });
    columns.spread(factors, [&](long c) {
      return static_cast<float>(-scale[c] * std::pow(deviation(c), 3) * totals[channels + c] / rows);
    });
    columns.spread(shifts, [&](long c) { return static_cast<float>(-slopes[c] * totals[c] / rows); });
    columns.each([=](long i, long w) {
      dx[i] = gradient(i) * slopes[w] + ((x[i] - centers[w]) * factors[w] + shifts[w]);
    });
  };
  if (slope == 1) {
    gradients([=](long i) { return dy[i]; });
  } else {
    gradients([=](long i) { return deactivate(dy[i], y[i], slope); });
  }
}

void batchNorm(const float* x, const float* mean, const float* variance, const float* scale, const float* offset, float* y,
               long rows, long channels, float epsilon) {
  const Columns columns(rows, channels);
  const Lines lines(columns, 0, 2);
  float *const slopes = lines[0], *const shifts = lines[1];
  columns.spread(slopes, [&](long c) { return (scale == nullptr ? 1.0f : scale[c]) / std::sqrt(variance[c] + epsilon); });
  columns.spread(shifts, [&](long c) { return (offset == nullptr ? 0.0f : offset[c]) - mean[c] * slopes[c]; });
  affine(x, y, columns, slopes, shifts, 1);
}

void biasActivation(const float* x, const float* bias, float* y, long rows, long channels, float slope) {
  const Columns columns(rows, channels);
  const Lines lines(columns, 0, 1);
  float* const shifts = lines[0];
  columns.spread(shifts, [&](long c) { return bias == nullptr ? 0.0f : bias[c]; });
  columns.each([=](long i, long w) { y[i] = activate(x[i] + shifts[w], slope); });
}

void biasActivationGradient(const float* dy, const float* y, float* dx, float* dbias, long rows, long channels, float slope) {
  const Columns columns(rows, channels);
  const Lines lines(columns, 1, 0);
  columns.totals<1>(lines.memory, lines.totals, [=](long i, long, float& sum, float&) {
    const float g = deactivate(dy[i], y[i], slope);
    dx[i] = g;
    sum += g;
  });
  for (long c = 0; c < channels; c++) dbias[c] = static_cast<float>(lines.totals[c]);
}
