// Walks over [rows, channels] tensors with values for each channel. Few channels make short lines, so as many rows as it
// takes are treated as one wide row, whose columns repeat the channels.
#pragma once

#include <algorithm>
#include <cstring>

#include "onednn.h"
#include "parallel.h"

struct Columns {
  static constexpr long LEAST_WIDTH = 64, MOST_PARTS = 32, GROUP = 32;

  long rows, channels, repeats, width, wideRows;

  Columns(long rows, long channels)
      : rows(rows),
        channels(channels),
        repeats(std::min(rows, (LEAST_WIDTH + channels - 1) / channels)),
        width(repeats * channels),
        wideRows(rows / repeats) {}

  long size() const { return rows * channels; }
  /** Depends on the shape alone, so that sums do not depend on the number of threads. */
  long parts() const { return std::clamp(size() / PARALLEL_ELEMENTS, 1L, std::min(MOST_PARTS, wideRows)); }

  /** Floats of scratch that {@link totals} needs for `count` sums. */
  long totalFloats(int count) const { return (parts() + 1) * count * (2 * width + width) + 16; }

  /** Repeats per-channel values over a wide row. */
  template <typename Function>
  void spread(float* to, Function valueOf) const {
    for (long c = 0; c < channels; c++) to[c] = valueOf(c);
    for (long w = channels; w < width; w++) to[w] = to[w - channels];
  }

  /** Calls `f(element, column)` for every element, where columns count within a wide row. */
  template <typename Function>
  void each(Function f) const {
    const long lines = wideRows, step = width, all = size();
#pragma omp parallel for schedule(static) if (all >= PARALLEL_ELEMENTS)
    for (long line = 0; line < lines; line++) {
#pragma omp simd
      for (long w = 0; w < step; w++) f(line * step + w, w);
    }
    for (long i = lines * step; i < all; i++) f(i, i - lines * step);
  }

  /**
   * For each channel the totals of `count` (1 or 2) functions: `f(element, column, sum0, sum1)` adds to float32 sums, which are
   * added up in float64 before they grow long. `totals` holds count * channels values.
   */
  template <int count, typename Function>
  void totals(float* memory, double* totals, Function f) const {
    const long numParts = parts(), lines = wideRows, step = width;
    // Per part: `count` lines of float64, then `count` lines of float32.
    const auto doublesOf = [&](long part) { return reinterpret_cast<double*>(memory) + part * count * step; };
    float* const floats = memory + 2 * (numParts + 1) * count * step;
#pragma omp parallel for schedule(static) if (numParts > 1)
    for (long part = 0; part < numParts; part++) {
      double* const whole = doublesOf(part);
      float* const sums = floats + part * count * step;
      std::fill_n(whole, count * step, 0.0);
      const long end = lines * (part + 1) / numParts;
      for (long line = lines * part / numParts; line < end;) {
        const long groupEnd = std::min(end, line + GROUP);
        std::fill_n(sums, count * step, 0.0f);
        float* const first = sums;
        float* const second = count == 2 ? sums + step : sums;
        for (; line + 4 <= groupEnd; line += 4) add<count, 4>(line, first, second, f);
        for (; line < groupEnd; line++) add<count, 1>(line, first, second, f);
        for (long w = 0; w < count * step; w++) whole[w] += sums[w];
      }
    }
    std::fill_n(totals, count * channels, 0.0);
    for (long part = 0; part < numParts; part++) fold<count>(doublesOf(part), totals, step);
    const long rest = size() - lines * step;
    if (rest > 0) {
      float* const sums = floats + numParts * count * step;
      std::fill_n(sums, count * step, 0.0f);
      for (long w = 0; w < rest; w++) f(lines * step + w, w, sums[w], sums[count == 2 ? step + w : w]);
      fold<count>(sums, totals, rest);
    }
  }

 private:
  template <int count, int height, typename Function>
  void add(long line, float* first, float* second, Function f) const {
    const long step = width;
#pragma omp simd
    for (long w = 0; w < step; w++) {
      float a = first[w], b = second[w];
      for (int row = 0; row < height; row++) f((line + row) * step + w, w, a, b);
      first[w] = a;
      if (count == 2) second[w] = b;
    }
  }

  /** Adds lines of sums, of which the first `size` columns count, to the totals of their channels. */
  template <int count, typename Number>
  void fold(const Number* sums, double* totals, long size) const {
    for (int line = 0; line < count; line++) {
      for (long w = 0; w < size; w++) totals[line * channels + w % channels] += sums[line * width + w];
    }
  }
};
