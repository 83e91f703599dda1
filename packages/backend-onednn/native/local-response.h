#pragma once

/**
 * Local response normalisation over the channels of each pixel: `y_c = x_c N_c^-beta` with
 * `N_c = bias + alpha sum_k x_k^2` over the channels k within `radius` of c.
 */
void localResponse(const float* x, float* y, long rows, long channels, long radius, float bias, float alpha, float beta);

/** `dx_c = dy_c N_c^-beta - 2 alpha beta x_c sum_k dy_k y_k / N_k`. */
void localResponseGradient(const float* dy, const float* x, const float* y, float* dx, long rows, long channels, long radius,
                           float bias, float alpha, float beta);
