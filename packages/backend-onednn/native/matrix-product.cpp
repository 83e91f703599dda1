#include "matrix-product.h"

#include <array>
#include <map>

#include "onednn.h"
#include "parallel.h"

using dnnl::memory;

namespace {

/** Rows, inner size, columns, which factors are transposed, threads. */
using Key = std::array<long, 6>;

struct Product {
  dnnl::matmul primitive;
  memory::desc a, b, output, scratchpad;
};

Product create(const Key& key) {
  const auto [rows, inner, columns, transposeA, transposeB, threads] = key;
  using Tag = memory::format_tag;
  constexpr auto FLOAT = memory::data_type::f32;
  const memory::desc a({rows, inner}, FLOAT, transposeA ? Tag::ba : Tag::ab);
  const memory::desc b({inner, columns}, FLOAT, transposeB ? Tag::ba : Tag::ab);
  const memory::desc output({rows, columns}, FLOAT, Tag::ab);
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::matmul::primitive_desc product(library().engine, a, b, output, attributes);
#else
  const dnnl::matmul::primitive_desc product(dnnl::matmul::desc(a, b, output), attributes, library().engine);
#endif
  return {dnnl::matmul(product), a, b, output, product.scratchpad_desc()};
}

const Product& productOf(const Key& key) {
  thread_local std::map<Key, Product> cache;
  const auto found = cache.find(key);
  return found == cache.end() ? cache.emplace(key, create(key)).first->second : found->second;
}

}  // namespace

void matrixProduct(float* a, float* b, float* output, long rows, long inner, long columns, int transposeA, int transposeB) {
  const ThreadsFor threads(1.0 * rows * inner * columns);
  const Product& p = productOf({rows, inner, columns, transposeA, transposeB, omp_get_max_threads()});
  auto& [engine, stream] = library();
  const std::size_t bytes = p.scratchpad.get_size();
  p.primitive.execute(
      stream, {{DNNL_ARG_SRC, memory(p.a, engine, a)},
               {DNNL_ARG_WEIGHTS, memory(p.b, engine, b)},
               {DNNL_ARG_DST, memory(p.output, engine, output)},
               {DNNL_ARG_SCRATCHPAD,
                memory(p.scratchpad, engine, bytes > 0 ? scratch(Scratch::primitive, bytes) : nullptr)}});
  stream.wait();
}
