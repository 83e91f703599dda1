#pragma once

/** `output [outer, inner] = factor * sum of x [outer, middle, inner]` over the middle axis. */
void sumMiddle(const float* x, float* output, long outer, long middle, long inner, double factor);

/** Softmax of each row. */
void softmax(const float* x, float* y, long rows, long classes);
