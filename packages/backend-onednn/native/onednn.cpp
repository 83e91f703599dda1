#include "onednn.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <new>

Library& library() {
  thread_local Library instance;
  return instance;
}

void* scratch(Scratch slot, std::size_t bytes) {
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  struct Block {
    std::unique_ptr<void, Free> memory;
    std::size_t bytes = 0;
  };
  thread_local std::array<Block, 5> blocks;
  Block& block = blocks[static_cast<std::size_t>(slot)];
  if (block.bytes < bytes || !block.memory) {
    const std::size_t rounded = (bytes + 4096) / 4096 * 4096;
    block.memory.reset();
    block.memory.reset(std::aligned_alloc(4096, rounded));
    if (!block.memory) throw std::bad_alloc();
    block.bytes = rounded;
  }
  return block.memory.get();
}

Precision& precision() {
  thread_local Precision chosen = Precision::float32;
  return chosen;
}

bool hasBfloat16() {
  const auto bits = [](dnnl::cpu_isa isa) { return static_cast<unsigned>(isa); };
  const unsigned needed = bits(dnnl::cpu_isa::avx512_core_bf16);
  return (bits(dnnl::get_effective_cpu_isa()) & needed) == needed;
}

Conversion::Conversion(const dnnl::memory::desc& from, const dnnl::memory::desc& to) : from(from), to(to) {
  const dnnl::engine& engine = library().engine;
  if (from != to) primitive = dnnl::reorder(dnnl::reorder::primitive_desc(engine, from, engine, to));
}

namespace {

void convert(const Conversion& conversion, dnnl::memory from, dnnl::memory to) {
  dnnl::reorder(conversion.primitive).execute(library().stream, from, to);
}

}  // namespace

dnnl::memory converted(const Conversion& conversion, float* values, Scratch slot) {
  const dnnl::engine& engine = library().engine;
  const dnnl::memory given(conversion.from, engine, values);
  if (!conversion) return given;
  dnnl::memory result(conversion.to, engine, scratch(slot, conversion.to.get_size()));
  convert(conversion, given, result);
  return result;
}

dnnl::memory unconverted(const Conversion& conversion, float* values, Scratch slot) {
  return {conversion.from, library().engine, conversion ? scratch(slot, conversion.from.get_size()) : values};
}

void convertResult(const Conversion& conversion, const dnnl::memory& result, float* values) {
  if (conversion) convert(conversion, result, dnnl::memory(conversion.to, library().engine, values));
}
