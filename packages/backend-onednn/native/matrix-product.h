#pragma once

/** `output [rows, columns] = a b`, each factor stored as it is or transposed, row-major. */
void matrixProduct(const float* a, const float* b, float* output, long rows, long inner, long columns, int transposeA,
                   int transposeB);
