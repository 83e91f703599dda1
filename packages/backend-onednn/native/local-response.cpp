#include "local-response.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "parallel.h"

namespace {

/** `sums[c]` of the values within `radius` of c, from running totals in float64. */
template <typename Value>
void windowSums(Value valueOf, double* totals, float* sums, long channels, long radius) {
  totals[0] = 0;
  for (long c = 0; c < channels; c++) totals[c + 1] = totals[c] + valueOf(c);
  for (long c = 0; c < channels; c++) {
    sums[c] = static_cast<float>(totals[std::min(channels, c + radius + 1)] - totals[std::max(0L, c - radius)]);
  }
}

/** Calls `f(row, totals, line, otherLine)` for each row, with memory of its thread. */
template <typename Function>
void eachRow(long rows, long channels, Function f) {
#pragma omp parallel if (rows * channels >= PARALLEL_ELEMENTS)
  {
    std::vector<double> totals(channels + 1);
    std::vector<float> line(channels), other(channels);
#pragma omp for schedule(static)
    for (long row = 0; row < rows; row++) f(row * channels, totals.data(), line.data(), other.data());
  }
}

}  // namespace

void localResponse(const float* x, float* y, long rows, long channels, long radius, float bias, float alpha, float beta) {
  eachRow(rows, channels, [=](long first, double* totals, float* sums, float*) {
    const float* const from = x + first;
    windowSums([=](long c) { return 1.0 * from[c] * from[c]; }, totals, sums, channels, radius);
    for (long c = 0; c < channels; c++) y[first + c] = from[c] * std::pow(bias + alpha * sums[c], -beta);
  });
}

void localResponseGradient(const float* dy, const float* x, const float* y, float* dx, long rows, long channels, long radius,
                           float bias, float alpha, float beta) {
  eachRow(rows, channels, [=](long first, double* totals, float* norms, float* shares) {
    const float *const g = dy + first, *const from = x + first, *const result = y + first;
    windowSums([=](long c) { return 1.0 * from[c] * from[c]; }, totals, norms, channels, radius);
    for (long c = 0; c < channels; c++) norms[c] = bias + alpha * norms[c];
    windowSums([=](long c) { return 1.0 * g[c] * result[c] / norms[c]; }, totals, shares, channels, radius);
    for (long c = 0; c < channels; c++) {
      dx[first + c] = g[c] * std::pow(norms[c], -beta) - 2 * alpha * beta * from[c] * shares[c];
    }
  });
}
