#include "matrix-product.h"

#include <array>
#include <map>

#include "onednn.h"
#include "parallel.h"

using dnnl::memory;

namespace {

/** Rows, inner size, columns, which factors are transposed, precision, threads. */
using Key = std::array<long, 7>;

struct Product {
  dnnl::matmul primitive;
  Conversion a, b;
  memory::desc output, scratchpad;
};

Product create(const Key& key) {
  const auto [rows, inner, columns, transposeA, transposeB, precision, threads] = key;
  using Tag = memory::format_tag;
  constexpr auto FLOAT = memory::data_type::f32;
  const auto FACTOR = static_cast<Precision>(precision) == Precision::bfloat16 ? memory::data_type::bf16 : FLOAT;
  const Tag tagOfA = transposeA ? Tag::ba : Tag::ab, tagOfB = transposeB ? Tag::ba : Tag::ab;
  const memory::dims shapeOfA{rows, inner}, shapeOfB{inner, columns};
  const memory::desc a(shapeOfA, FACTOR, tagOfA), b(shapeOfB, FACTOR, tagOfB);
  const memory::desc output({rows, columns}, FLOAT, Tag::ab);
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::matmul::primitive_desc product(library().engine, a, b, output, attributes);
#else
  const dnnl::matmul::primitive_desc product(dnnl::matmul::desc(a, b, output), attributes, library().engine);
#endif
  return {dnnl::matmul(product),
          {memory::desc(shapeOfA, FLOAT, tagOfA), a},
          {memory::desc(shapeOfB, FLOAT, tagOfB), b},
          output,
          product.scratchpad_desc()};
}

const Product& productOf(const Key& key) {
  thread_local std::map<Key, Product> cache;
  const auto found = cache.find(key);
  return found == cache.end() ? cache.emplace(key, create(key)).first->second : found->second;
}

}  // namespace

void matrixProduct(float* a, float* b, float* output, long rows, long inner, long columns, int transposeA, int transposeB) {
  const ThreadsFor threads(1.0 * rows * inner * columns);
  const Product& p = productOf({rows, inner, columns, transposeA, transposeB, static_cast<long>(precision()), omp_get_max_threads()});
  auto& [engine, stream] = library();
  const std::size_t bytes = p.scratchpad.get_size();
  p.primitive.execute(
      stream, {{DNNL_ARG_SRC, converted(p.a, a, Scratch::first)},
               {DNNL_ARG_WEIGHTS, converted(p.b, b, Scratch::second)},
               {DNNL_ARG_DST, memory(p.output, engine, output)},
               {DNNL_ARG_SCRATCHPAD,
                memory(p.scratchpad, engine, bytes > 0 ? scratch(Scratch::primitive, bytes) : nullptr)}});
  stream.wait();
}
