#pragma once

void adamStep(const float* parameter, const float* gradient, const float* m, const float* v, float* newParameter, float* newM,
              float* newV, long size, float learningRate, float beta1, float rest1, float beta2, float rest2, float epsilon,
              float correction1, float correction2);

void rmsPropStep(const float* parameter, const float* gradient, const float* meanSquare, float* newParameter,
                 float* newMeanSquare, long size, float learningRate, float decay, float rest, float epsilon);

/** `newAverage = keep average + add value`. */
void movingAverage(const float* average, const float* value, float* newAverage, long size, float keep, float add);
