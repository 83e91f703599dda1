#include "elementwise.h"

#include <stdexcept>

#include "functions.h"
#include "parallel.h"

namespace {

template <typename Function>
void map(const float* x, float* y, long size, Function f) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) y[i] = f(x[i]);
}

/** One axis of a walk over two operands; steps of 0 and 1 are told apart, so that they become vector instructions. */
template <typename Output, typename Function>
void line(const float* a, const float* b, Output* output, long size, long aStep, long bStep, Function f) {
  if (aStep == 1 && bStep == 1) {
#pragma omp simd
    for (long i = 0; i < size; i++) output[i] = f(a[i], b[i]);
  } else if (aStep == 1 && bStep == 0) {
    const float right = *b;
#pragma omp simd
    for (long i = 0; i < size; i++) output[i] = f(a[i], right);
  } else if (aStep == 0 && bStep == 1) {
    const float left = *a;
#pragma omp simd
    for (long i = 0; i < size; i++) output[i] = f(left, b[i]);
  } else {
    for (long i = 0; i < size; i++) output[i] = f(a[i * aStep], b[i * bStep]);
  }
}

struct Grid {
  long n[4], a[4], b[4];
};

template <typename Output, typename Function>
void walk(const float* a, const float* b, Output* output, const Grid& g, Function f) {
  const long rows = g.n[0] * g.n[1] * g.n[2], size = g.n[3];
  const bool parallel = rows * size >= PARALLEL_ELEMENTS;
  if (rows == 1) {
    constexpr long CHUNK = 4096;
    const long chunks = (size + CHUNK - 1) / CHUNK;
#pragma omp parallel for schedule(static) if (parallel)
    for (long chunk = 0; chunk < chunks; chunk++) {
      const long first = chunk * CHUNK, count = size - first < CHUNK ? size - first : CHUNK;
      line(a + first * g.a[3], b + first * g.b[3], output + first, count, g.a[3], g.b[3], f);
    }
    return;
  }
#pragma omp parallel for schedule(static) if (parallel)
  for (long row = 0; row < rows; row++) {
    const long i2 = row % g.n[2], rest = row / g.n[2], i1 = rest % g.n[1], i0 = rest / g.n[1];
    line(a + i0 * g.a[0] + i1 * g.a[1] + i2 * g.a[2], b + i0 * g.b[0] + i1 * g.b[1] + i2 * g.b[2], output + row * size,
         size, g.a[3], g.b[3], f);
  }
}

}  // namespace

void unary(int code, const float* x, float* y, long size, float a, float b) {
  switch (code) {
    case 0: return map(x, y, size, [](float v) { return exponential(v); });
    case 1: return map(x, y, size, [](float v) { return logarithm(v); });
    case 2: return map(x, y, size, [](float v) { return hyperbolicTangent(v); });
    case 3: return map(x, y, size, [](float v) { return sigmoid(v); });
    case 4: return map(x, y, size, [](float v) { return softplus(v); });
    case 5: return map(x, y, size, [](float v) { return std::sqrt(v); });
    case 6: return map(x, y, size, [](float v) { return 1.0f / std::sqrt(v); });
    case 7: return map(x, y, size, [a](float v) { return v < 0 ? a * v : v; });
    case 8: return map(x, y, size, [](float v) { return v < 0 ? 0.0f : v; });
    case 9: return map(x, y, size, [](float v) { return v < 0 ? 0.0f : (v > 6 ? 6.0f : v); });
    case 10: return map(x, y, size, [](float v) { return v < 0 ? exponential(v) - 1.0f : v; });
    case 11: return map(x, y, size, [](float v) { return -v; });
    case 12: return map(x, y, size, [](float v) { return std::fabs(v); });
    case 13: return map(x, y, size, [](float v) { return v * v; });
    case 14: return map(x, y, size, [a](float v) { return v != v ? v : (v > 0 ? 1.0f : a); });
    case 15: return map(x, y, size, [a, b](float v) { return v < a ? a : (v > b ? b : v); });
    default: throw std::invalid_argument("unary: unknown code.");
  }
}

void binary(int code, const float* a, const float* b, float* output, long n0, long n1, long n2, long n3, long a0, long a1,
            long a2, long a3, long b0, long b1, long b2, long b3) {
  const Grid g{{n0, n1, n2, n3}, {a0, a1, a2, a3}, {b0, b1, b2, b3}};
  switch (code) {
    case 0: return walk(a, b, output, g, [](float x, float y) { return x + y; });
    case 1: return walk(a, b, output, g, [](float x, float y) { return x - y; });
    case 2: return walk(a, b, output, g, [](float x, float y) { return x * y; });
    case 3: return walk(a, b, output, g, [](float x, float y) { return x / y; });
    case 4: return walk(a, b, output, g, [](float x, float y) { return x != x || x > y ? x : y; });
    case 5: return walk(a, b, output, g, [](float x, float y) { return x != x || x < y ? x : y; });
    case 6: return walk(a, b, output, g, [](float x, float y) { return (x - y) * (x - y); });
    default: throw std::invalid_argument("binary: unknown code.");
  }
}

void compare(int code, const float* a, const float* b, std::uint8_t* output, long n0, long n1, long n2, long n3, long a0,
             long a1, long a2, long a3, long b0, long b1, long b2, long b3) {
  const Grid g{{n0, n1, n2, n3}, {a0, a1, a2, a3}, {b0, b1, b2, b3}};
  const auto run = [&](auto f) {
    walk(a, b, output, g, [f](float x, float y) -> std::uint8_t { return f(x, y) ? 1 : 0; });
  };
  switch (code) {
    case 0: return run([](float x, float y) { return x > y; });
    case 1: return run([](float x, float y) { return x >= y; });
    case 2: return run([](float x, float y) { return x < y; });
    case 3: return run([](float x, float y) { return x <= y; });
    case 4: return run([](float x, float y) { return x == y; });
    case 5: return run([](float x, float y) { return x != y; });
    default: throw std::invalid_argument("compare: unknown code.");
  }
}

void selectFloats(const std::uint8_t* condition, const float* yes, const float* no, float* output, long size) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) output[i] = condition[i] ? yes[i] : no[i];
}

void fill(float* output, long size, float value) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) output[i] = value;
}

void toFloats(const void* from, float* to, long size, int isByte) {
  if (isByte) {
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    for (long i = 0; i < size; i++) to[i] = bytes[i];
  } else {
    const auto* integers = static_cast<const std::int32_t*>(from);
    for (long i = 0; i < size; i++) to[i] = static_cast<float>(integers[i]);
  }
}
