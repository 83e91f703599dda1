#pragma once

#include <cstdint>

/** `y = f(x)`; `code` is an index into UNARY of elementwise.ts, `a` and `b` are the function's constants. */
void unary(int code, const float* x, float* y, long size, float a, float b);

/**
 * `output = f(a, b)` over a walk of `[n0, n1, n2, n3]`, with the steps of both operands; `code` is an index into BINARY of
 * elementwise.ts.
 */
void binary(int code, const float* a, const float* b, float* output, long n0, long n1, long n2, long n3, long a0, long a1,
            long a2, long a3, long b0, long b1, long b2, long b3);

/** As {@link binary} for comparisons, COMPARE of elementwise.ts. */
void compare(int code, const float* a, const float* b, std::uint8_t* output, long n0, long n1, long n2, long n3, long a0,
             long a1, long a2, long a3, long b0, long b1, long b2, long b3);

/** `output = condition ? yes : no`. */
void selectFloats(const std::uint8_t* condition, const float* yes, const float* no, float* output, long size);

void fill(float* output, long size, float value);

/** 0 and 1 as floats; `isByte` tells truth values from 32-bit integers. */
void toFloats(const void* from, float* to, long size, int isByte);
