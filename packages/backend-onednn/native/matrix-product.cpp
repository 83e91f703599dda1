#include "matrix-product.h"

#include <dnnl.hpp>

#include "parallel.h"

void matrixProduct(const float* a, const float* b, float* output, long rows, long inner, long columns, int transposeA,
                   int transposeB) {
  const ThreadsFor threads(1.0 * rows * inner * columns);
  const auto status =
      dnnl::sgemm(transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', rows, columns, inner, 1.0f, a,
                  transposeA ? rows : inner, b, transposeB ? inner : columns, 0.0f, output, columns);
  if (status != dnnl::status::success) throw dnnl::error(static_cast<dnnl_status_t>(status), "oneDNN could not multiply");
}
