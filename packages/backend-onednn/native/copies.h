#pragma once

/** Copies 4-byte elements from one walk over memory to another: sizes, then steps of the source, then of the target. */
void copyGrid(const float* from, float* to, long n0, long n1, long n2, long n3, long n4, long n5, long s0, long s1, long s2,
              long s3, long s4, long s5, long t0, long t1, long t2, long t3, long t4, long t5);

/** Nearest-neighbour resizing of NHWC images, given the input row and column of each output row and column. */
void resizeNearest(const float* images, float* resized, long batch, long height, long width, long channels, long newHeight,
                   long newWidth, const int* rows, const int* columns);
/** The adjoint of {@link resizeNearest}. */
void resizeNearestGradient(float* images, const float* resized, long batch, long height, long width, long channels,
                           long newHeight, long newWidth, const int* rows, const int* columns);
