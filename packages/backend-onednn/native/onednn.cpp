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

dnnl::memory converted(const Conversion& conversion, const dnnl::memory::desc& as, float* values, Scratch slot) {
  auto& [engine, stream] = library();
  if (!conversion) return {as, engine, values};
  dnnl::memory given(conversion.from, engine, values);
  dnnl::memory result(conversion.to, engine, scratch(slot, conversion.to.get_size()));
  dnnl::reorder(conversion.primitive).execute(stream, given, result);
  return result;
}
