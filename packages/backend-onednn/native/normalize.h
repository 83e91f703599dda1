#pragma once

/** `y = activation((x - mean) / sqrt(variance + epsilon) scale + offset)` with the statistics of the rows, which it returns. */
void batchNormTraining(const float* x, const float* scale, const float* offset, float* y, float* mean, float* variance,
                       long rows, long channels, float epsilon, float slope);

void batchNormTrainingGradient(const float* dy, const float* x, const float* y, const float* mean, const float* variance,
                               const float* scale, float* dx, float* dscale, float* doffset, long rows, long channels,
                               float epsilon, float slope);

/** As batchNormTraining with given statistics and no activation; `scale` and `offset` may be null. */
void batchNorm(const float* x, const float* mean, const float* variance, const float* scale, const float* offset, float* y,
               long rows, long channels, float epsilon);

/** `y = activation(x + bias)`; `bias` may be null, and `y` may be `x`. */
void biasActivation(const float* x, const float* bias, float* y, long rows, long channels, float slope);
void biasActivationGradient(const float* dy, const float* y, float* dx, float* dbias, long rows, long channels, float slope);
