// Functions of one float without branches, so that compilers turn loops over them into vector instructions.
// Errors are below 2 units in the last place of a float32.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

inline float fromBits(std::int32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline std::int32_t toBits(float value) {
  std::int32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/** 2^n r with r in [-ln 2 / 2, ln 2 / 2]; 2^n in two factors, because it may leave the range of exponents. */
inline float exponential(float x) {
  const float inside = x < -104.0f ? -104.0f : (x > 89.0f ? 89.0f : x);
  const float n = std::nearbyint(inside * 1.44269504088896341f);
  const float r = std::fma(n, 2.12194440e-4f, std::fma(n, -0.693359375f, inside));
  float p = 1.9875691500e-4f;
  p = std::fma(p, r, 1.3981999507e-3f);
  p = std::fma(p, r, 8.3334519073e-3f);
  p = std::fma(p, r, 4.1665795894e-2f);
  p = std::fma(p, r, 1.6666665459e-1f);
  p = std::fma(p, r, 5.0000001201e-1f);
  p = std::fma(p * r, r, r) + 1.0f;
  const std::int32_t exponent = static_cast<std::int32_t>(n);
  const std::int32_t half = exponent >> 1;
  return p * fromBits((half + 127) << 23) * fromBits((exponent - half + 127) << 23);
}

/** m 2^n with m in [sqrt(1/2), sqrt(2)), by a polynomial in m - 1. */
inline float logarithm(float x) {
  const bool tiny = x < 1.17549435e-38f;
  const float normal = tiny ? x * 8388608.0f : x;
  const std::int32_t bits = toBits(normal);
  const std::int32_t shifted = bits - 0x3f3504f3;
  const float n = static_cast<float>(shifted >> 23) - (tiny ? 23.0f : 0.0f);
  const float m = fromBits((shifted & 0x007fffff) + 0x3f3504f3) - 1.0f;
  const float square = m * m;
  float p = 7.0376836292e-2f;
  p = std::fma(p, m, -1.1514610310e-1f);
  p = std::fma(p, m, 1.1676998740e-1f);
  p = std::fma(p, m, -1.2420140846e-1f);
  p = std::fma(p, m, 1.4249322787e-1f);
  p = std::fma(p, m, -1.6668057665e-1f);
  p = std::fma(p, m, 2.0000714765e-1f);
  p = std::fma(p, m, -2.4999993993e-1f);
  p = std::fma(p, m, 3.3333331174e-1f);
  float y = p * m * square;
  y = std::fma(n, -2.12194440e-4f, y);
  y = std::fma(square, -0.5f, y);
  const float finite = std::fma(n, 0.693359375f, m + y);
  const float infinity = std::numeric_limits<float>::infinity();
  const float large = x == infinity ? infinity : finite;
  const float atZero = x == 0.0f ? -infinity : large;
  return x < 0.0f || x != x ? std::numeric_limits<float>::quiet_NaN() : atZero;
}

/** log(1 + x) for x >= 0: what rounding 1 + x loses is made good by the factor x / ((1 + x) - 1). */
inline float logarithmOfOnePlus(float x) {
  const float sum = 1.0f + x;
  const float difference = sum - 1.0f;
  const float corrected = logarithm(sum) * (x / (difference == 0.0f ? 1.0f : difference));
  return difference == 0.0f ? x : (sum == std::numeric_limits<float>::infinity() ? sum : corrected);
}

inline float hyperbolicTangent(float x) {
  const float size = std::fabs(x);
  const float square = x * x;
  float p = -5.70498872745e-3f;
  p = std::fma(p, square, 2.06390887954e-2f);
  p = std::fma(p, square, -5.37397155531e-2f);
  p = std::fma(p, square, 1.33314422036e-1f);
  p = std::fma(p, square, -3.33332819422e-1f);
  const float small = std::fma(p * square, x, x);
  const float large = 1.0f - 2.0f / (exponential(2.0f * size) + 1.0f);
  return size < 0.625f ? small : std::copysign(large, x);
}

inline float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

inline float softplus(float x) {
  return (x > 0.0f ? x : 0.0f) + logarithmOfOnePlus(exponential(-std::fabs(x)));
}
