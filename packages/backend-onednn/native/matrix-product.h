#pragma once

/** `output [rows, columns] = a b`, each factor stored as it is or transposed, row-major. */
void matrixProduct(float* a, float* b, float* output, long rows, long inner, long columns, int transposeA,
                   int transposeB);
