#include "optimizers.h"

#include <cmath>

#include "parallel.h"

void adamStep(const float* parameter, const float* gradient, const float* m, const float* v, float* newParameter, float* newM,
              float* newV, long size, float learningRate, float beta1, float rest1, float beta2, float rest2, float epsilon,
              float correction1, float correction2) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) {
    const float g = gradient[i];
    const float first = m[i] * beta1 + g * rest1;
    const float second = v[i] * beta2 + g * g * rest2;
    newM[i] = first;
    newV[i] = second;
    newParameter[i] = parameter[i] - first / correction1 / (std::sqrt(second / correction2) + epsilon) * learningRate;
  }
}

void rmsPropStep(const float* parameter, const float* gradient, const float* meanSquare, float* newParameter,
                 float* newMeanSquare, long size, float learningRate, float decay, float rest, float epsilon) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) {
    const float g = gradient[i];
    const float square = meanSquare[i] * decay + g * g * rest;
    newMeanSquare[i] = square;
    newParameter[i] = parameter[i] - g / (std::sqrt(square) + epsilon) * learningRate;
  }
}

void movingAverage(const float* average, const float* value, float* newAverage, long size, float keep, float add) {
#pragma omp parallel for simd schedule(static) if (size >= PARALLEL_ELEMENTS)
  for (long i = 0; i < size; i++) newAverage[i] = keep * average[i] + add * value[i];
}
