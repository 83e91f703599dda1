#include "reductions.h"

#include <vector>

#include "columns.h"
#include "functions.h"

namespace {

double sumLine(const float* x, long size) {
  constexpr long RUN = 4096;
  double total = 0;
  for (long first = 0; first < size; first += RUN) {
    const long end = std::min(size, first + RUN);
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (long i = first; i < end; i++) sum += x[i];
    total += sum;
  }
  return total;
}

void sumRows(const float* x, float* output, long middle, long inner, double factor) {
  constexpr long LANES = 64;
  for (long first = 0; first < inner; first += LANES) {
    const long count = std::min(LANES, inner - first);
    double sums[LANES] = {};
    for (long row = 0; row < middle; row++) {
      for (long c = 0; c < count; c++) sums[c] += x[row * inner + first + c];
    }
    for (long c = 0; c < count; c++) output[first + c] = static_cast<float>(sums[c] * factor);
  }
}

}  // namespace

void sumMiddle(const float* x, float* output, long outer, long middle, long inner, double factor) {
  if (outer == 1) {
    const Columns columns(middle, inner);
    std::vector<double> totals(inner);
    auto* const memory = static_cast<float*>(scratch(Scratch::floats, sizeof(float) * columns.totalFloats(1)));
    columns.totals<1>(memory, totals.data(), [x](long i, long, float& sum, float&) { sum += x[i]; });
    for (long c = 0; c < inner; c++) output[c] = static_cast<float>(totals[c] * factor);
    return;
  }
#pragma omp parallel for schedule(static) if (outer * middle * inner >= PARALLEL_ELEMENTS)
  for (long o = 0; o < outer; o++) {
    if (inner == 1) {
      output[o] = static_cast<float>(sumLine(x + o * middle, middle) * factor);
    } else {
      sumRows(x + o * middle * inner, output + o * inner, middle, inner, factor);
    }
  }
}

void softmax(const float* x, float* y, long rows, long classes) {
#pragma omp parallel for schedule(static) if (rows * classes >= PARALLEL_ELEMENTS)
  for (long row = 0; row < rows; row++) {
    const float* from = x + row * classes;
    float* to = y + row * classes;
    float largest = from[0];
    for (long c = 1; c < classes; c++) largest = from[c] > largest ? from[c] : largest;
    double sum = 0;
    for (long c = 0; c < classes; c++) {
      const float power = exponential(from[c] - largest);
      to[c] = power;
      sum += power;
    }
    const auto factor = static_cast<float>(1 / sum);
    for (long c = 0; c < classes; c++) to[c] *= factor;
  }
}
